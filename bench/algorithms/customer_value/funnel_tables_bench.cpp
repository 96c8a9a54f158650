#include <benchmark/benchmark.h>

#include "algorithms/customer_value/funnel_tables.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// A row for each of many contexts.
void funnel_tables_bench(benchmark::State& state) {
  const bench::RandomStudy study(1000);
  std::vector<FunnelRow> rows(static_cast<std::size_t>(state.range(0)));
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = {
        .context = static_cast<ContextId>(i % 4), .segment = "all", .people = 10, .asked = 5};
  for (auto _ : state) benchmark::DoNotOptimize(funnel_table(study.network, rows));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(funnel_tables_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
