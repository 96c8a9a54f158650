#include <benchmark/benchmark.h>

#include "algorithms/generation/barabasi_albert.hpp"

namespace grapevine {
namespace {

/// Items are arcs, on one thread: the last 16 blocks of a graph of so many nodes.
void barabasi_albert_bench(benchmark::State& state) {
  const auto source = barabasi_albert(
      {.nodes = static_cast<std::uint64_t>(state.range(0)), .ties_per_node = 16, .seed = 1});
  ArcBlock arcs;
  for (auto _ : state)
    for (std::uint64_t back = 2; back < 18; ++back) {
      source->fill(source->num_blocks() - back, arcs);
      benchmark::DoNotOptimize(arcs.targets.data());
    }
  state.SetItemsProcessed(state.iterations() * 16 * static_cast<std::int64_t>(kArcsPerBlock));
}
BENCHMARK(barabasi_albert_bench)->Arg(1 << 20)->Arg(1 << 26)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
