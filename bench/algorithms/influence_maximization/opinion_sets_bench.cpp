#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/opinion_sets.hpp"
#include "bench/support/signed_graph.hpp"

namespace grapevine {
namespace {

/// Lists drawn on one thread and on two; lists per second.
void opinion_sets_bench(benchmark::State& state) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances = bench::signed_chances();
  const std::vector<bool> nobody;
  const OpinionSampler sampler(chances, nobody, {}, 1);
  constexpr std::uint64_t kLists = 1 << 14;
  for (auto _ : state) {
    OpinionSets sets;
    sampler.add(sets, kLists, 0);
    benchmark::DoNotOptimize(sets.speakers.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLists));
}
BENCHMARK(opinion_sets_bench)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
