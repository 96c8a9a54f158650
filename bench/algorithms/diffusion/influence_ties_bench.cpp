#include <benchmark/benchmark.h>

#include "algorithms/diffusion/influence_ties.hpp"
#include "bench/support/backtest_town.hpp"

namespace grapevine {
namespace {

/// Ties turned round; ties per second.
void influence_ties_bench(benchmark::State& state) {
  Network network = bench::backtest_town(18'000);
  network.influence = Influence::TargetToSource;
  for (auto _ : state) benchmark::DoNotOptimize(influence_ties(network));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(network.ties.num_edges()));
}
BENCHMARK(influence_ties_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
