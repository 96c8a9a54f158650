#include <benchmark/benchmark.h>

#include "algorithms/propagation/return_visits.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Sixteen people, in passes over all ties (0) or each alone (1); people per second.
void return_visits_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const WalkSteps steps(graph);
  std::vector<NodeInContext> nodes;
  for (NodeId v = 0; v < 16; ++v) nodes.push_back({v});
  ReturnVisitsOptions options;
  options.most_local_ties = state.range(1) == 0 ? 0 : std::uint64_t{1} << 40;
  for (auto _ : state)
    benchmark::DoNotOptimize(return_visits(graph, steps, nodes, options).visits.data());
  state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK(return_visits_bench)
    ->ArgsProduct({{200'000, 3'000'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
