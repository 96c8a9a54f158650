#include <benchmark/benchmark.h>

#include "algorithms/forecast/referral_forecast.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// A whole study: learning, checking, scoring everybody; items are score rows.
void referral_forecast_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(referral_forecast(study.inputs(), {.horizon = "60d"}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(study.network.num_rows()));
}
BENCHMARK(referral_forecast_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
