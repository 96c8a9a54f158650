#include <benchmark/benchmark.h>

#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/influence_learning/learned_chances.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Chances of every tie in every context; ties per second.
void learned_chances_bench(benchmark::State& state) {
  const bench::RandomStudy study(bench::backtest_town(18'000));
  const Graph ties = influence_ties(study.network);
  for (auto _ : state) {
    const ChanceLearner learner(ties, study.network, study.journeys, {});
    for (ContextId context = 0; context < study.network.num_contexts(); ++context)
      benchmark::DoNotOptimize(learner.of(context).rate);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ties.num_edges()) *
                          study.network.num_contexts());
}
BENCHMARK(learned_chances_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
