#include <benchmark/benchmark.h>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void acquisition_value_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(value_acquisitions(study.network, study.journeys, bench::economics()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(acquisition_value_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
