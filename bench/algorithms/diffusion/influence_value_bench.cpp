#include <benchmark/benchmark.h>

#include "algorithms/diffusion/influence_value.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// Everybody's influence with intervals; people per second.
void influence_value_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  for (auto _ : state) benchmark::DoNotOptimize(influence_value(graph));
  state.SetItemsProcessed(state.iterations() * graph.num_nodes());
}
BENCHMARK(influence_value_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
