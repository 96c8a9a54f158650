#include <benchmark/benchmark.h>

#include "algorithms/customer_value/margin_forecast.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void margin_forecast_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const Journeys journeys = build_journeys(study.network, {.horizon_days = 730.0});
  for (auto _ : state)
    benchmark::DoNotOptimize(forecast_margins(study.network, journeys, bench::economics()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(margin_forecast_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
