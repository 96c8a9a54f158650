#include <benchmark/benchmark.h>

#include "algorithms/causality/shuffle_test.hpp"
#include "bench/support.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Half of the people enter, in one of 100 steps.
EntrySteps random_entries(NodeId people) {
  Random random(3, 0);
  EntrySteps entries{std::vector<std::int32_t>(people, kNeverEntered), 100};
  for (std::int32_t& step : entries.step)
    if (random.below(2) == 0) step = static_cast<std::int32_t>(random.below(100));
  return entries;
}

/// Items are ties x shuffles.
void shuffle_test_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0));
  const EntrySteps entries = random_entries(graph.num_nodes());
  for (auto _ : state)
    benchmark::DoNotOptimize(test_influence(graph, {}, entries, {.shuffles = 20}));
  state.SetItemsProcessed(state.iterations() * state.range(0) * 20);
}
BENCHMARK(shuffle_test_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
