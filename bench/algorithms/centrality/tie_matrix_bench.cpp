#include <benchmark/benchmark.h>

#include "algorithms/centrality/tie_matrix.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// The matrix, and its largest eigenvalue by twenty passes over the edges.
void dominant_of_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  for (auto _ : state)
    benchmark::DoNotOptimize(dominant_of(TieMatrix(graph, TieSigns::Both), 0.0, 20));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 20);
}
BENCHMARK(dominant_of_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
