#include <benchmark/benchmark.h>

#include "algorithms/centrality/pagerank.hpp"
#include "bench/support.hpp"
#ifdef GRAPEVINE_HAVE_IGRAPH
#include "adapters/igraph/pagerank.hpp"
#endif

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges.
void pagerank_bench(benchmark::State& state, bool weighted) {
  const Graph graph = bench::random_graph(state.range(0), weighted);
  const PageRankOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (auto _ : state) benchmark::DoNotOptimize(pagerank(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK_CAPTURE(pagerank_bench, 20_passes, false)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(pagerank_bench, 20_passes_weighted, true)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// To the tolerance that PRPACK stops at; edges per second count the graph once, so that the two
/// solvers, which need different numbers of passes, can be compared.
void solve_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(pagerank(graph, {.tolerance = 1e-10}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(solve_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

#ifdef GRAPEVINE_HAVE_IGRAPH
/// Copying the graph to igraph's form is a part of it.
void igraph_solve_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(igraph_pagerank(graph, 0.85));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(igraph_solve_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
#endif

}  // namespace
}  // namespace grapevine
