#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/tie_evidence.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// 200 actions of a hundredth of everybody each; acts per second.
void tie_evidence_bench(benchmark::State& state, LearningMethod method) {
  const Graph& graph = bench::rmat_graph();
  ActionLog log;
  for (std::uint64_t action = 0; action < 200; ++action) {
    Random random(1, action);
    std::vector<Act> acts;
    for (NodeId v = 0; v < graph.num_nodes(); ++v)
      if (random.below(100) == 0) acts.push_back({v, Time{std::chrono::days{random.below(1'000)}}});
    log.add(acts);
  }
  for (auto _ : state)
    benchmark::DoNotOptimize(learn_ties(graph, log, {.method = method, .max_iterations = 20}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.acts.size()));
}
BENCHMARK_CAPTURE(tie_evidence_bench, partial_credit, LearningMethod::PartialCredit)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tie_evidence_bench, likelihood, LearningMethod::Likelihood)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
