#include <benchmark/benchmark.h>

#include "algorithms/generation/rmat.hpp"

namespace grapevine {
namespace {

/// Items are arcs, on one thread: 64 blocks of a graph of this scale.
void rmat_bench(benchmark::State& state) {
  const auto source = rmat({.scale = static_cast<int>(state.range(0)), .seed = 1});
  ArcBlock arcs;
  for (auto _ : state)
    for (std::uint64_t block = 0; block < 64; ++block) {
      source->fill(block % source->num_blocks(), arcs);
      benchmark::DoNotOptimize(arcs.sources.data());
    }
  state.SetItemsProcessed(state.iterations() * 64 * static_cast<std::int64_t>(kArcsPerBlock));
}
BENCHMARK(rmat_bench)->Arg(16)->Arg(20)->Arg(26)->Arg(32)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
