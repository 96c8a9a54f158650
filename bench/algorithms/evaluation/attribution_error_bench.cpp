#include <benchmark/benchmark.h>

#include "algorithms/evaluation/attribution_error.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions; of each the first referrer is the cause.
void attribution_error_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const Journeys& journeys = study.journeys;
  Attribution attribution{"even", std::vector<double>(journeys.touches.size())};
  TrueCauses truth;
  for (const Acquisition& a : journeys.acquisitions) {
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      attribution.share[k] = 1.0 / a.num_touches;
    if (a.num_touches > 0) truth.causes.push_back(journeys.touches[a.first_touch].referrer);
    truth.first.push_back(truth.causes.size());
    truth.known.push_back(1);
  }
  const std::vector<double> value(journeys.acquisitions.size(), 12.5);
  for (auto _ : state)
    benchmark::DoNotOptimize(attribution_error(journeys, attribution, truth, value));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(journeys.acquisitions.size()));
}
BENCHMARK(attribution_error_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
