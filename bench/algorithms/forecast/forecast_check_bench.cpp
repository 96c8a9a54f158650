#include <benchmark/benchmark.h>

#include "algorithms/forecast/forecast_check.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// Two models more, on the windows before; items are rows of the last window.
void forecast_check_bench(benchmark::State& state) {
  const bench::ForecastTown town;
  std::size_t rows = 0;
  for (auto _ : state) {
    ForecastWindows windows(town.streams(), bench::ForecastTown::options());
    ForecastHistory history(windows, bench::ForecastTown::now());
    benchmark::DoNotOptimize(check_forecast(history, town.streams(), 50, {}));
    rows = history.window(1.0).num_rows();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(forecast_check_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
