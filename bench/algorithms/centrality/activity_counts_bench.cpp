#include <benchmark/benchmark.h>

#include "algorithms/centrality/activity_counts.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are purchases.
void activity_counts_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(activity_counts(study.inputs()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(activity_counts_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
