#include <benchmark/benchmark.h>

#include "algorithms/customer_value/ledger.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void ledger_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const auto values = value_acquisitions(study.network, study.journeys, bench::economics());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        build_ledger(study.journeys, study.attributions[0].share, values, bench::economics()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(ledger_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
