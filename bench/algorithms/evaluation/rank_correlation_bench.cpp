#include <benchmark/benchmark.h>

#include "algorithms/evaluation/rank_correlation.hpp"
#include "bench/support/scored.hpp"

namespace grapevine {
namespace {

void rank_correlation_bench(benchmark::State& state) {
  const auto score = bench::random_scores(state.range(0)),
             outcome = bench::random_scores(state.range(0), 1);
  for (auto _ : state) benchmark::DoNotOptimize(kendall_tau(score, outcome));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(rank_correlation_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
