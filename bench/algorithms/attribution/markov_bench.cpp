#include <benchmark/benchmark.h>

#include "algorithms/attribution/markov.hpp"
#include "bench/support/paths.hpp"

namespace grapevine {
namespace {

/// Items are steps of paths; the argument is the order, 20 players have up to 8,000 states.
void markov_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(1'000'000, 20);
  const MarkovOptions options{.order = static_cast<int>(state.range(0))};
  for (auto _ : state) benchmark::DoNotOptimize(markov(paths, options));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(markov_bench)->DenseRange(1, 3)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Many players: walks of order 1 from each of them.
void markov_many_players_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(100'000, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(markov(paths));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(markov_many_players_bench)->Arg(1'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
