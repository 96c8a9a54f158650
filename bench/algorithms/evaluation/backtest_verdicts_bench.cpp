#include <benchmark/benchmark.h>

#include "algorithms/evaluation/backtest_verdicts.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Five cuts of 12 contexts by 40 scores: all resamples of all differences.
void backtest_verdicts_bench(benchmark::State& state) {
  Random random(1, 0);
  std::vector<JudgedCut> cuts(5);
  for (JudgedCut& cut : cuts) {
    for (int s = 0; s < 40; ++s)
      cut.scores.emplace_back(std::to_string(s), s < 13 ? ScoreKind::General : ScoreKind::Provider);
    for (int c = 0; c < 12; ++c) {
      JudgedCell& cell = cut.cells.emplace_back();
      cell.context = std::to_string(c);
      cell.by_score.resize(40);
      for (CellMeasures& measures : cell.by_score) measures.auc = random.uniform();
    }
  }
  for (auto _ : state) benchmark::DoNotOptimize(backtest_verdicts(cuts));
}
BENCHMARK(backtest_verdicts_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
