#include <benchmark/benchmark.h>

#include "algorithms/attribution/markov_order.hpp"
#include "bench/support/paths.hpp"

namespace grapevine {
namespace {

/// Items are steps of paths.
void markov_order_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(static_cast<std::uint64_t>(state.range(0)), 20);
  for (auto _ : state) benchmark::DoNotOptimize(choose_markov_order(paths));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(markov_order_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
