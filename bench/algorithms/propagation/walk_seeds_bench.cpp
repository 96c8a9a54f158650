#include <benchmark/benchmark.h>

#include "algorithms/propagation/walk_seeds.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Seeds per second: each is found by its id.
void named_seed_weights_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(2'000'000);
  NamedNumbers seeds;
  for (std::int64_t v = 0; v < state.range(0); ++v) seeds.emplace_back(std::to_string(v), 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(named_seed_weights(graph, seeds));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(named_seed_weights_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
