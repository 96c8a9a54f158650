#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/reverse_sets.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// Sets per second, on one thread and on two.
void reverse_sets_bench(benchmark::State& state, CascadeModel model) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances(bench::rmat_graph(), {}, 1);
  const ReverseSampler sampler(chances, model, {}, 1);
  constexpr std::int64_t kSets = 1 << 16;
  for (auto _ : state) {
    ReverseSets sets;
    sampler.add(sets, kSets, 1);
    benchmark::DoNotOptimize(sets.members);
  }
  state.SetItemsProcessed(state.iterations() * kSets);
}
BENCHMARK_CAPTURE(reverse_sets_bench, cascade, CascadeModel::IndependentCascade)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime();
BENCHMARK_CAPTURE(reverse_sets_bench, thresholds, CascadeModel::LinearThreshold)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
