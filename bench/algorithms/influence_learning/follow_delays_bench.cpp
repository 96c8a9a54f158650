#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/follow_delays.hpp"
#include "bench/support/rmat_actions.hpp"

namespace grapevine {
namespace {

/// Means of delays along every tie; ties per second.
void follow_delays_bench(benchmark::State& state) {
  const GraphView view(bench::rmat_graph());
  const Followings followings(view, bench::rmat_actions());
  for (auto _ : state) {
    std::vector<DelayTally> tallies(bench::rmat_graph().num_edges());
    add_delays(followings, tallies);
    benchmark::DoNotOptimize(pulled_delays(tallies).data());
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_graph().num_edges()));
}
BENCHMARK(follow_delays_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
