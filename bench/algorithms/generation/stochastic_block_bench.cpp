#include <benchmark/benchmark.h>

#include "algorithms/generation/stochastic_block.hpp"

namespace grapevine {
namespace {

/// Items are arcs, on one thread: 2^20 nodes in so many blocks, half of 16 arcs a node inside them.
void stochastic_block_bench(benchmark::State& state) {
  constexpr double kNodes = 1 << 20, kArcs = 8.0 * kNodes;
  const auto blocks = static_cast<double>(state.range(0)), size = kNodes / blocks;
  const auto source = stochastic_block({.blocks = static_cast<std::uint64_t>(blocks),
                                        .block_size = static_cast<std::uint64_t>(size),
                                        .within = kArcs / (kNodes * size),
                                        .between = kArcs / (kNodes * (kNodes - size)),
                                        .seed = 1});
  ArcBlock arcs;
  std::int64_t made = 0;
  for (auto _ : state)
    for (std::uint64_t block = 0; block < source->num_blocks(); ++block) {
      source->fill(block, arcs);
      made += static_cast<std::int64_t>(arcs.size());
    }
  state.SetItemsProcessed(made);
}
BENCHMARK(stochastic_block_bench)->Arg(8)->Arg(1 << 12)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
