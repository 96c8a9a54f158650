#include <benchmark/benchmark.h>

#include "algorithms/customer_value/customer_referral_value.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches that count.
void customer_referral_value_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(customer_referral_value(study.inputs(), bench::economics()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.touches.size()));
}
BENCHMARK(customer_referral_value_bench)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
