#include <benchmark/benchmark.h>

#include "algorithms/centrality/general_score.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count the graph once.
void general_score_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  for (auto _ : state) benchmark::DoNotOptimize(general_score(graph));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(general_score_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
