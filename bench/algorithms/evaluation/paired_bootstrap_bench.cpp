#include <benchmark/benchmark.h>

#include <numeric>

#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "bench/support/scored.hpp"

namespace grapevine {
namespace {

void paired_bootstrap_bench(benchmark::State& state) {
  const auto score = bench::random_scores(state.range(0));
  std::vector<std::uint32_t> cells(score.size());
  std::iota(cells.begin(), cells.end(), 0U);
  for (auto _ : state) benchmark::DoNotOptimize(paired_bootstrap(score, cells));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(paired_bootstrap_bench)->Arg(300)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
