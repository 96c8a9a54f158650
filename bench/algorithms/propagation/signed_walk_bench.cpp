#include <benchmark/benchmark.h>

#include "algorithms/propagation/signed_walk.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// Edges per second count each pass over the edges, of which a quarter are negative.
void signed_walk_bench(benchmark::State& state) {
  Graph::Parts parts = bench::random_graph(state.range(0), true).parts();
  std::vector<std::int8_t> sign(parts.columns.weight.size(), 1);
  for (std::size_t e = 0; e < sign.size(); e += 4) sign[e] = -1;
  parts.columns.sign = std::move(sign);
  const Graph graph = Graph::of_parts(std::move(parts));
  SignedWalkOptions options{.tolerance = 0.0, .max_iterations = 20};
  for (int seed = 0; seed < 100; ++seed) options.seeds.emplace_back(std::to_string(seed), 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(signed_walk(graph, options));
  state.SetItemsProcessed(state.iterations() * state.range(0) * options.max_iterations);
}
BENCHMARK(signed_walk_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
