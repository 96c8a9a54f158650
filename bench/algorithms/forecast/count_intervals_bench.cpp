#include <benchmark/benchmark.h>

#include "algorithms/forecast/count_intervals.hpp"

namespace grapevine {
namespace {

/// Means from 0.01 to 100; items are quantiles.
void count_intervals_bench(benchmark::State& state) {
  for (auto _ : state)
    for (double mean = 0.01; mean < 200.0; mean *= 10.0)
      benchmark::DoNotOptimize(count_quantile(mean, 1.0, 0.95));
  state.SetItemsProcessed(state.iterations() * 5);
}
BENCHMARK(count_intervals_bench)->Unit(benchmark::kNanosecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
