#include <benchmark/benchmark.h>

#include "algorithms/attribution/shapley.hpp"
#include "bench/support/paths.hpp"

namespace grapevine {
namespace {

/// Items are steps of paths; the argument is the number of players.
void shapley_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(1'000'000, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(shapley(paths));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(shapley_bench)->Arg(20)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
