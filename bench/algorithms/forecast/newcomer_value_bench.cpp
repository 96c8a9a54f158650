#include <benchmark/benchmark.h>

#include "algorithms/forecast/newcomer_value.hpp"
#include "bench/support/scored.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void newcomer_value_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(newcomer_value(study.inputs()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(newcomer_value_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
