#include <benchmark/benchmark.h>

#include "algorithms/propagation/personalized_pagerank.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges.
void personalized_pagerank_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  PersonalizedPageRankOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (int seed = 0; seed < 100; ++seed) options.seeds.emplace_back(std::to_string(seed), 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(personalized_pagerank(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK(personalized_pagerank_bench)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
