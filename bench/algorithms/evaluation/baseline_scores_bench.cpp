#include <benchmark/benchmark.h>

#include "algorithms/evaluation/baseline_scores.hpp"
#include "bench/support/backtest_town.hpp"

namespace grapevine {
namespace {

/// Twelve walks and as many columns of counts: bound by the gathers of the walks.
void baseline_scores_bench(benchmark::State& state) {
  const Network town = bench::backtest_town(static_cast<NodeId>(state.range(0)));
  const Graph walk = referral_walk(town);
  std::vector<ContextId> contexts;
  for (ContextId c = 0; c < town.num_contexts(); ++c) contexts.push_back(c);
  const auto purchases = activity_events(town, {"purchases"});
  const BaselineInputs inputs{.num_people = town.num_people(),
                              .num_contexts = town.num_contexts(),
                              .contexts = contexts,
                              .walk = walk,
                              .referrals = referral_events(town, {}, ReferralKind::Touches, {}),
                              .activity = purchases,
                              .seeds = purchases,
                              .since = Time::min(),
                              .cut = town.end,
                              .horizon_days = 730.0};
  for (auto _ : state) benchmark::DoNotOptimize(baseline_scores(inputs));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(baseline_scores_bench)->Arg(18'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
