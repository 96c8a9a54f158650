#include <benchmark/benchmark.h>

#include "algorithms/customer_value/value_split.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void value_split_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const auto values = value_acquisitions(study.network, study.journeys, bench::economics());
  const auto ledger =
      build_ledger(study.journeys, study.attributions[0].share, values, bench::economics());
  for (auto _ : state)
    benchmark::DoNotOptimize(split_value(study.network, study.journeys, ledger, values, 0.5));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(value_split_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
