#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/tie_evidence.hpp"
#include "bench/support/rmat_actions.hpp"

namespace grapevine {
namespace {

/// 200 actions of a hundredth of everybody each; acts per second.
void tie_evidence_bench(benchmark::State& state, LearningMethod method) {
  for (auto _ : state)
    benchmark::DoNotOptimize(learn_ties(bench::rmat_graph(), bench::rmat_actions(),
                                        {.method = method, .max_iterations = 20}));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_actions().acts.size()));
}
BENCHMARK_CAPTURE(tie_evidence_bench, partial_credit, LearningMethod::PartialCredit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tie_evidence_bench, likelihood, LearningMethod::Likelihood)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
