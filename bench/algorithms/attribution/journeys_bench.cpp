#include <benchmark/benchmark.h>

#include "algorithms/attribution/journeys.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches.
void journeys_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(build_journeys(network, {}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(journeys_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
