#include <benchmark/benchmark.h>

#include "algorithms/forecast/referral_model.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// Three windows are learnt from; items are their rows.
void referral_model_bench(benchmark::State& state) {
  const bench::ForecastTown streams;
  const bench::ForecastWindowsOfTown town(streams);
  for (auto _ : state) benchmark::DoNotOptimize(town.model());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(town.model().training_rows));
}
BENCHMARK(referral_model_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

/// All of a cut: four windows, the model, everybody's means.
void forecast_of_a_cut_bench(benchmark::State& state) {
  const bench::ForecastTown town;
  for (auto _ : state) {
    const bench::ForecastWindowsOfTown windows(town);
    benchmark::DoNotOptimize(windows.model().means(windows.windows[0]));
  }
  state.SetItemsProcessed(state.iterations() * town.streams().num_people);
}
BENCHMARK(forecast_of_a_cut_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
