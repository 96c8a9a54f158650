#include <benchmark/benchmark.h>

#include <cmath>

#include "algorithms/propagation/incremental_walk.hpp"
#include "bench/support/rmat_graph.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// So many new ties between people at random, to an L1 distance of 1e-6; `of_full_run` is the share
/// of the ties that a full run visits.
void incremental_walk_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  Random random(2, 0);
  std::vector<double> seeds(graph.num_nodes());
  for (int i = 0; i < 1'000; ++i) seeds[random.below(seeds.size())] += 1.0;
  IncrementalWalk walk(graph, seeds, {.tolerance = 1e-6});
  std::uint64_t visits = 0;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i)
      walk.set_tie(static_cast<NodeId>(random.below(seeds.size())),
                   static_cast<NodeId>(random.below(seeds.size())), 1.0);
    visits += walk.update().edge_visits;
  }
  const double full = std::ceil(std::log(1e-6) / std::log(0.85)) *
                      static_cast<double>(graph.num_edges()) *
                      static_cast<double>(state.iterations());
  state.counters["of_full_run"] = static_cast<double>(visits) / full;
}
BENCHMARK(incremental_walk_bench)
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
