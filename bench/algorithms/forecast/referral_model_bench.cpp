#include <benchmark/benchmark.h>

#include "algorithms/forecast/referral_model.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// Three windows are learnt from; items are their rows.
void referral_model_bench(benchmark::State& state) {
  const bench::ForecastWindowsOfTown town;
  for (auto _ : state) benchmark::DoNotOptimize(town.model());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(town.model().training_rows));
}
BENCHMARK(referral_model_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
