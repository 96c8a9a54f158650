#include <benchmark/benchmark.h>

#include "algorithms/forecast/known_walk.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// The PageRank and twelve contexts' walks; items are edges.
void known_walk_bench(benchmark::State& state) {
  const bench::ForecastTown town;
  EdgeList edges;
  for (const WalkEdge& edge : town.streams().edges) {
    edges.source.push_back(edge.from);
    edges.target.push_back(edge.to);
  }
  const std::vector<double> seeds(12 * std::size_t{town.streams().num_people}, 1.0);
  const auto count = static_cast<std::int64_t>(edges.size());
  const Graph graph = Graph::build(town.streams().num_people, std::move(edges));
  for (auto _ : state) {
    const KnownWalk walk(graph, 0.85);
    benchmark::DoNotOptimize(walk.ranks_from({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, seeds, 10.0));
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(known_walk_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
