#include <benchmark/benchmark.h>

#include "algorithms/centrality/katz.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges; those that find the radius come on top.
void katz_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const KatzOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (auto _ : state) benchmark::DoNotOptimize(katz(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK(katz_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
