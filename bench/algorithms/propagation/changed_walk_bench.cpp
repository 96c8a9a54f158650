#include <benchmark/benchmark.h>

#include "algorithms/propagation/batched_walk.hpp"
#include "algorithms/propagation/changed_walk.hpp"
#include "bench/support.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// So many ties of a graph of two million with another end, to an L1 error of 1e-6; `of_a_pass` is
/// how many of the ties were looked at.
void changed_walk_bench(benchmark::State& state) {
  const auto ties = std::int64_t{2'000'000};
  const Graph before = bench::random_graph(ties);
  EdgeList edges;
  Random random(2, 0);
  for (NodeId u = 0; u < before.num_nodes(); ++u)
    for (const NodeId v : before.out_neighbors(u)) {
      const bool moves = random.below(static_cast<std::uint64_t>(ties / state.range(0))) == 0;
      edges.source.push_back(u);
      edges.target.push_back(moves ? static_cast<NodeId>(random.below(before.num_nodes())) : v);
    }
  const Graph after = Graph::build(before.num_nodes(), std::move(edges));
  const WalkStart start{.seeds = {{1, 0.5}, {2, 0.5}}};
  std::vector<double> scores(before.num_nodes()), changed(before.num_nodes());
  batched_walks(WalkSteps(before), {&start, 1}, {},
                [&](std::size_t) { return std::span<double>(scores); });
  const ChangedWalk walk(before, after, {.tolerance = 1e-6});
  std::uint64_t visits = 0;
  for (auto _ : state)
    visits += walk.follow(start, start, scores, std::uint64_t{1} << 40, changed)->edge_visits;
  state.counters["of_a_pass"] = static_cast<double>(visits) / static_cast<double>(ties) /
                                static_cast<double>(state.iterations());
}
BENCHMARK(changed_walk_bench)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
