#include <benchmark/benchmark.h>

#include "algorithms/attribution/referral_acts.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches that count.
void referral_acts_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(acts_of(study.network, study.journeys));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.touches.size()));
}
BENCHMARK(referral_acts_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
