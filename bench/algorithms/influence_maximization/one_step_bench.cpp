#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/one_step.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// 50 people; ties per second.
void one_step_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  const TieChances chances(graph, {}, 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        choose_by_one_step(chances, CascadeModel::IndependentCascade, {.most = 50}, {}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(graph.num_edges()));
}
BENCHMARK(one_step_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
