#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/followings.hpp"
#include "bench/support/rmat_actions.hpp"

namespace grapevine {
namespace {

/// Acts per second.
void followings_bench(benchmark::State& state) {
  const GraphView view(bench::rmat_graph());
  for (auto _ : state) benchmark::DoNotOptimize(Followings(view, bench::rmat_actions()).at_risk(0));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_actions().acts.size()));
}
BENCHMARK(followings_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
