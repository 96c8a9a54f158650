#include <benchmark/benchmark.h>

#include "algorithms/attribution/implied_touches.hpp"
#include "bench/support/study.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Items are ties, of weight 1 and undated, at random between people.
void implied_touches_bench(benchmark::State& state) {
  Network network = bench::random_network(state.range(0));
  Random random(2, 0);
  EdgeList edges;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    edges.source.push_back(static_cast<NodeId>(random.below(network.num_people())));
    edges.target.push_back(static_cast<NodeId>(random.below(network.num_people())));
  }
  network.ties = Graph::build(network.num_people(), std::move(edges));
  const Journeys journeys = build_journeys(network, {});
  const std::vector<bool> wanted(journeys.acquisitions.size(), true);
  for (auto _ : state)
    benchmark::DoNotOptimize(implied_touches(network, journeys.acquisitions, wanted));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(implied_touches_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
