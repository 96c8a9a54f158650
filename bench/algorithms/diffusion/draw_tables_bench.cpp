#include <benchmark/benchmark.h>

#include "algorithms/diffusion/draw_tables.hpp"

namespace grapevine {
namespace {

/// Draws of how many ties of chance 1 / range fail first.
void skip_table_bench(benchmark::State& state) {
  const SkipTable skips(1.0 / static_cast<double>(state.range(0)));
  FastRandom random(1, 0);
  for (auto _ : state) benchmark::DoNotOptimize(skips.skip(1'000'000'000, random));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(skip_table_bench)->Arg(10)->Arg(100)->Arg(10'000);

}  // namespace
}  // namespace grapevine
