#include <benchmark/benchmark.h>

#include "algorithms/forecast/log_linear_fit.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Items are rows.
void log_linear_fit_bench(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  FeatureMatrix x{rows, 14, std::vector<float>(rows * 14)};
  std::vector<double> counts(rows);
  Random random(1, 0);
  for (float& value : x.values) value = static_cast<float>(random.uniform());
  for (double& count : counts) count = random.uniform() < 0.02 ? 1.0 : 0.0;
  for (auto _ : state) benchmark::DoNotOptimize(fit_log_linear(x, counts));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(log_linear_fit_bench)->Arg(651'204)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
