#include <benchmark/benchmark.h>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/evaluation/judged_cut.hpp"
#include "bench/support/backtest_town.hpp"

namespace grapevine {
namespace {

/// One cut of 12 contexts: what is known then, every baseline, and all measures.
void judged_cut_bench(benchmark::State& state) {
  const Network town = bench::backtest_town(static_cast<NodeId>(state.range(0)));
  const BacktestMoments moments{Time::min(), Time{std::chrono::days{2'500}},
                                Time{std::chrono::days{3'230}}};
  const BacktestOptions options{.outcome = ReferralKind::Touches};
  const ScoreColumns columns;
  const NamedNumbers roles;
  for (auto _ : state) {
    const NetworkCut past = cut_at(town, moments.cut);
    const Journeys journeys = build_journeys(past.network, {});
    PastAndOutcome inputs{past, journeys, columns, {}, roles};
    for (const ContextEvent& event : referral_events(town, {}, options.outcome, roles))
      if (event.time >= moments.cut && event.time < moments.end) inputs.outcomes.push_back(event);
    benchmark::DoNotOptimize(judge_cut(inputs, moments, options));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(judged_cut_bench)->Arg(18'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
