#include <benchmark/benchmark.h>

#include <cmath>

#include "algorithms/propagation/local_push.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// From one person of the middle by degree, to an L1 error of 10^-range(0): visits a second, and
/// visits in passes over all ties.
void local_push_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  const GraphView view(graph);
  const WalkSteps steps(view);
  const TieWeights weights(view);
  const WalkStart start{.seeds = {{graph.num_nodes() / 2, 1.0}}};
  const PushOptions options{.error = std::pow(10.0, -static_cast<double>(state.range(0))),
                            .most_visits = std::uint64_t{1} << 40};
  std::uint64_t visits = 0;
  for (auto _ : state) visits = local_push(steps, weights, start, options)->visits;
  state.counters["passes"] = static_cast<double>(visits) / static_cast<double>(graph.num_edges());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(visits));
}
BENCHMARK(local_push_bench)->DenseRange(1, 6)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
