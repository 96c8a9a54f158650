#include <benchmark/benchmark.h>

#include "algorithms/customer_value/lifetime_tables.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are rows.
void lifetime_tables_bench(benchmark::State& state) {
  const Network network = bench::random_network(30);
  const std::vector<LifetimeRow> rows(static_cast<std::size_t>(state.range(0)));
  const std::vector<std::string> groups;
  const LifetimeTableMaker maker{network, "model", groups, "week"};
  for (auto _ : state) benchmark::DoNotOptimize(maker.customers(rows));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(lifetime_tables_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
