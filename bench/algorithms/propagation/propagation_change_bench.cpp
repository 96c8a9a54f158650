#include <benchmark/benchmark.h>

#include "algorithms/propagation/propagation_change.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

/// A study of eight contexts whose ties are drawn at random, `dropped` of them left out.
Network network(std::int64_t ties, std::int64_t dropped) {
  Network network;
  const Graph all = bench::random_graph(ties);
  std::vector<std::int64_t> people(all.num_nodes());
  for (std::size_t i = 0; i < people.size(); ++i) people[i] = static_cast<std::int64_t>(i);
  network.people = std::make_shared<const IdIndex>(IdIndex::from_integers(people));
  network.contexts = IdIndex::from_integers({0, 1, 2, 3, 4, 5, 6, 7});
  EdgeList edges;
  for (NodeId u = 0; u < all.num_nodes(); ++u)
    for (const NodeId v : all.out_neighbors(u)) {
      if (dropped-- > 0) continue;
      edges.source.push_back(u);
      edges.target.push_back(v);
    }
  network.ties = Graph::build(all.num_nodes(), std::move(edges));
  for (NodeId p = 0; p < 800; ++p)
    network.purchases.rows.push_back({.person = p, .context = p % 8, .time = {}, .margin = 1});
  return network;
}

void propagation_change_bench(benchmark::State& state) {
  const Network before = network(500'000, 0), after = network(500'000, state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(propagation_change(before, after, {}, 1e-6).after.data());
}
BENCHMARK(propagation_change_bench)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
