#include <benchmark/benchmark.h>

#include "algorithms/customer_value/customer_influence_effect.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges.
void customer_influence_effect_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const InfluenceEffectOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (auto _ : state) benchmark::DoNotOptimize(customer_influence_effect(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK(customer_influence_effect_bench)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
