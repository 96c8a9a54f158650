#include <benchmark/benchmark.h>

#include "algorithms/causality/matched_estimate.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// 12 contexts over 120 months: bound by sorting the people's steps.
void matched_estimate_bench(benchmark::State& state) {
  const bench::RandomStudy town(bench::backtest_town(static_cast<NodeId>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(matched_estimate(town.inputs()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(matched_estimate_bench)->Arg(18'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
