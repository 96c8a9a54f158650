#include <benchmark/benchmark.h>

#include "algorithms/customer_value/multilevel_reward.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void multilevel_reward_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(multilevel_reward(study.inputs()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(multilevel_reward_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
