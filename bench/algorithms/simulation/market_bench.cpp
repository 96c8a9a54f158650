#include <benchmark/benchmark.h>

#include "algorithms/simulation/market.hpp"

namespace grapevine {
namespace {

/// Items are ties.
void market_bench(benchmark::State& state) {
  const Town town = build_town({.people = static_cast<int>(state.range(0))});
  for (auto _ : state) benchmark::DoNotOptimize(build_market(town, 0));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(town.ties.num_edges()));
}
BENCHMARK(market_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
