#include <benchmark/benchmark.h>

#include "algorithms/attribution/coalition_game.hpp"
#include "algorithms/attribution/shapley.hpp"
#include "bench/support/paths.hpp"

namespace grapevine {
namespace {

/// Items are steps of paths.
void coalitions_of_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(1'000'000, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(coalitions_of(paths));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(coalitions_of_bench)->Arg(20)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The game of rates: of 12 players exact, of 20 by the orders that are the items.
void conversion_rate_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(100'000, static_cast<std::uint32_t>(state.range(0)));
  const ShapleyOptions options{.game = ShapleyGame::ConversionRate, .permutations = 1'000};
  for (auto _ : state) benchmark::DoNotOptimize(shapley(paths, options));
  state.SetItemsProcessed(state.iterations() * 1'000);
}
BENCHMARK(conversion_rate_bench)->Arg(12)->Arg(20)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
