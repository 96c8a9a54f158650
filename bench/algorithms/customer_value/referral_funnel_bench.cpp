#include <benchmark/benchmark.h>

#include "algorithms/customer_value/referral_funnel.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

void referral_funnel_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(referral_funnel(study.inputs()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(referral_funnel_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
