#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/signed_seeds.hpp"
#include "bench/support/signed_graph.hpp"

namespace grapevine {
namespace {

/// 50 people, judged, on one thread and on two.
void signed_seeds_bench(benchmark::State& state) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances = bench::signed_chances();
  SeedOptions options;
  options.with_signs = true;
  for (auto _ : state) benchmark::DoNotOptimize(choose_seeds(chances, {}, options).spread.mean);
}
BENCHMARK(signed_seeds_bench)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
