#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/learned_ties.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// A town's chances with both tests; ties per second.
void learned_ties_bench(benchmark::State& state) {
  const bench::RandomStudy study(bench::backtest_town(6'000));
  for (auto _ : state) benchmark::DoNotOptimize(learned_ties(study.inputs()).tables.size());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.network.ties.num_edges()));
}
BENCHMARK(learned_ties_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
