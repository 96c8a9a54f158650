#include <benchmark/benchmark.h>

#include "algorithms/forecast/forecast_window.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// Features of 18,089 people in 12 contexts; items are rows.
void forecast_window_bench(benchmark::State& state) {
  const bench::ForecastTown town;
  const ForecastMoment now = bench::ForecastTown::now();
  std::size_t rows = 0;
  for (auto _ : state) {
    ForecastWindows windows(town.streams(), bench::ForecastTown::options());
    const ForecastWindow window = windows.at(now, windows.largest_contexts(now));
    rows = window.num_rows();
    benchmark::DoNotOptimize(window);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(forecast_window_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
