#include <benchmark/benchmark.h>

#include <vector>

#include "algorithms/evaluation/correlation_interval.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Answers of 0 to 10 beside outcomes of which most are 0.
void spearman_interval_bench(benchmark::State& state) {
  Random random(1, 0);
  std::vector<double> answers, outcomes;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    answers.push_back(static_cast<double>(random.below(11)));
    outcomes.push_back(random.below(4) == 0 ? random.uniform() : 0.0);
  }
  for (auto _ : state) benchmark::DoNotOptimize(spearman_interval(answers, outcomes));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(spearman_interval_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
