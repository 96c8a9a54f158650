#include <benchmark/benchmark.h>

#include "algorithms/propagation/top_scores.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// From one person of the middle by degree; `pushed` is 1 where nobody else's scores were made.
void top_scores_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  const GraphView view(graph);
  const WalkSteps steps(view);
  const WalkStart start{.seeds = {{graph.num_nodes() / 2, 1.0}}};
  TopScores found;
  for (auto _ : state)
    found = top_scores(view, steps, start, static_cast<std::size_t>(state.range(0)));
  state.counters["pushed"] = found.pushed ? 1.0 : 0.0;
}
BENCHMARK(top_scores_bench)->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
