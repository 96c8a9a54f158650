#include <benchmark/benchmark.h>

#include "algorithms/customer_value/audit.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void audit_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const auto values = value_acquisitions(study.network, study.journeys, bench::economics());
  const Attribution& attribution = study.attributions[0];
  const auto ledger = build_ledger(study.journeys, attribution.share, values, bench::economics());
  const auto parts = split_value(study.network, study.journeys, ledger, values, 0.5);
  for (auto _ : state)
    benchmark::DoNotOptimize(audit_by_context(study.network, study.journeys, values,
                                              {attribution.model, ledger, parts}));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(audit_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
