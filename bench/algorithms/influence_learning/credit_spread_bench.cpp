#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/credit_spread.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// A town's credits, pairs and seeds; ties per second.
void credit_spread_bench(benchmark::State& state) {
  const bench::RandomStudy study(bench::backtest_town(6'000));
  for (auto _ : state) benchmark::DoNotOptimize(credit_spread(study.inputs()).spread.data());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.network.ties.num_edges()));
}
BENCHMARK(credit_spread_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
