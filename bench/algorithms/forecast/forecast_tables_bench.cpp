#include <benchmark/benchmark.h>

#include "algorithms/forecast/forecast_tables.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// The first hundred of twelve contexts; items are people listed.
void forecast_tables_bench(benchmark::State& state) {
  const bench::ForecastTown streams;
  const bench::ForecastWindowsOfTown town(streams);
  const ReferralModel model = town.model();
  const std::vector<double> means = model.means(town.windows[0]);
  for (auto _ : state) {
    ForecastParts parts;
    parts.add(town.windows[0], model, means, 100, 0.9);
    benchmark::DoNotOptimize(parts.all());
  }
  state.SetItemsProcessed(state.iterations() * 1'200);
}
BENCHMARK(forecast_tables_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
