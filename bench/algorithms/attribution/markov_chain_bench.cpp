#include <benchmark/benchmark.h>

#include "algorithms/attribution/markov_chain.hpp"
#include "bench/support/paths.hpp"

namespace grapevine {
namespace {

/// Items are steps of paths; the argument is the order.
void markov_chain_bench(benchmark::State& state) {
  const Paths paths = bench::random_paths(1'000'000, 20);
  const int order = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(markov_chain(paths, order, true));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(markov_chain_bench)->DenseRange(1, 3)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
