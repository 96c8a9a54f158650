#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/context_union.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// All contexts as one graph; nodes per second.
void context_union_bench(benchmark::State& state) {
  const bench::RandomStudy study(bench::backtest_town(18'000));
  const ContextDiffusion diffusion(study.network, study.journeys, "weighted_cascade", 0);
  std::vector<ContextId> contexts;
  for (ContextId context = 0; context < study.network.num_contexts(); ++context)
    contexts.push_back(context);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        context_union(diffusion, contexts, CascadeModel::IndependentCascade).graph.num_edges());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(study.network.num_rows()));
}
BENCHMARK(context_union_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
