#include <benchmark/benchmark.h>

#include "algorithms/diffusion/influence_sketches.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// Sketches of everybody; people per second, on one thread and on two.
void influence_sketches_bench(benchmark::State& state, const char* rule) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const Graph& graph = bench::rmat_graph();
  const TieChances chances(graph, read_chance_rule(rule, "weights"), 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        InfluenceSketches(chances, CascadeModel::IndependentCascade, {}).of(NodeId{0}).value);
  state.SetItemsProcessed(state.iterations() * graph.num_nodes());
}
BENCHMARK_CAPTURE(influence_sketches_bench, weighted_cascade, "weighted_cascade")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(influence_sketches_bench, shared_worlds, "uniform=0.1")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
