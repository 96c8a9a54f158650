#include <benchmark/benchmark.h>

#include "algorithms/simulation/spread.hpp"

namespace grapevine {
namespace {

/// Items are people.
void spread_bench(benchmark::State& state) {
  const Town town = build_town({.people = static_cast<int>(state.range(0))});
  const Market market = build_market(town, 0);
  for (auto _ : state) benchmark::DoNotOptimize(spread(market, town.options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(spread_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
