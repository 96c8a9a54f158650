#include <benchmark/benchmark.h>

#include "algorithms/diffusion/tie_chances.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// Chances of each kind; ties per second.
void tie_chances_bench(benchmark::State& state, const char* rule) {
  const Graph& graph = bench::rmat_graph();
  for (auto _ : state)
    benchmark::DoNotOptimize(TieChances(graph, read_chance_rule(rule, "weights"), 1).largest());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(graph.num_edges()));
}
BENCHMARK_CAPTURE(tie_chances_bench, weighted_cascade, "weighted_cascade")->UseRealTime();
BENCHMARK_CAPTURE(tie_chances_bench, trivalency, "trivalency")->UseRealTime();

}  // namespace
}  // namespace grapevine
