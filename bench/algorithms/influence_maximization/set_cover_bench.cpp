#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/set_cover.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// 50 people of 131,072 sets; members per second.
void set_cover_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  const TieChances chances(graph, {}, 1);
  ReverseSets sets;
  ReverseSampler(chances, CascadeModel::IndependentCascade, {}, 1).add(sets, 1 << 17, 1);
  for (auto _ : state) benchmark::DoNotOptimize(greedy_cover(sets, graph, {.most = 50}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(sets.members));
}
BENCHMARK(set_cover_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
