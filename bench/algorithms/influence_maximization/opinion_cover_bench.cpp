#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/opinion_cover.hpp"
#include "bench/support/signed_graph.hpp"

namespace grapevine {
namespace {

/// 50 people from the same lists; speakers per second.
void opinion_cover_bench(benchmark::State& state) {
  const TieChances chances = bench::signed_chances();
  const std::vector<bool> nobody;
  const OpinionSampler sampler(chances, nobody, {}, 1);
  OpinionSets sets;
  sampler.add(sets, 1 << 14, 0);
  const NodeId people = chances.graph().num_nodes();
  for (auto _ : state) benchmark::DoNotOptimize(greedy_opinions(sets, people, {.most = 50}).net);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(sets.speakers.size()));
}
BENCHMARK(opinion_cover_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
