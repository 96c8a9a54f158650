#include <benchmark/benchmark.h>

#include "algorithms/evaluation/calibration.hpp"
#include "bench/support/scored.hpp"

namespace grapevine {
namespace {

void calibration_bench(benchmark::State& state) {
  const auto score = bench::random_scores(state.range(0)),
             outcome = bench::random_scores(state.range(0), 1);
  const RankedOutcomes ranked = rank_outcomes(score, outcome);
  for (auto _ : state) benchmark::DoNotOptimize(calibration(ranked));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(calibration_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
