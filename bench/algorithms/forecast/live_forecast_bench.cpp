#include <benchmark/benchmark.h>

#include "algorithms/forecast/live_forecast.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// An act, and the look-up of a forecast after it; items are events.
void live_forecast_bench(benchmark::State& state) {
  const bench::ForecastTown streams;
  const bench::ForecastWindowsOfTown town(streams);
  const ReferralModel model = town.model();
  LiveForecast live(model, town.windows[0], streams.streams());
  Time when = bench::ForecastTown::now().at;
  NodeId person = 0;
  const ContextId context = town.windows[0].contexts.front();
  for (auto _ : state) {
    when += std::chrono::seconds{1};
    person = town.windows[0].people[(person + 17) % town.windows[0].people.size()];
    live.acted(0, person, context, when);
    benchmark::DoNotOptimize(live.expected(person, context, when));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(live_forecast_bench)->Unit(benchmark::kNanosecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
