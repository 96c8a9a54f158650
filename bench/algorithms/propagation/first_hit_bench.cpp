#include <benchmark/benchmark.h>

#include "algorithms/propagation/first_hit.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// The top hundred of a thousand purchasers; people scored per second.
void first_hit_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  FirstHitOptions options;
  for (int seed = 0; seed < 1'000; ++seed) options.seeds.emplace_back(std::to_string(seed), 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(first_hit(graph, options));
  state.SetItemsProcessed(state.iterations() * options.top);
}
BENCHMARK(first_hit_bench)->Arg(200'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
