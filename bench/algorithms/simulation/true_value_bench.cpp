#include <benchmark/benchmark.h>

#include "algorithms/simulation/true_value.hpp"

namespace grapevine {
namespace {

/// Everybody is removed once. Items are people.
void true_value_bench(benchmark::State& state) {
  const Town town = build_town({.people = static_cast<int>(state.range(0))});
  const Market market = build_market(town, 0);
  const Spread result = spread(market, town.options);
  for (auto _ : state) benchmark::DoNotOptimize(true_value(market, result, town.options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(true_value_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
