#include <benchmark/benchmark.h>

#include "algorithms/centrality/eigenvector.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges.
void eigenvector_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const EigenvectorOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (auto _ : state) benchmark::DoNotOptimize(eigenvector(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK(eigenvector_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
