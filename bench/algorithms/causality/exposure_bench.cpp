#include <benchmark/benchmark.h>

#include "algorithms/causality/exposure.hpp"
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

void exposure_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0));
  const EntrySteps entries = random_entries(graph.num_nodes());
  for (auto _ : state)
    for (NodeId person = 0; person < graph.num_nodes(); ++person)
      benchmark::DoNotOptimize(exposures_of(graph, {}, entries, person));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(exposure_bench)->Arg(200'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
