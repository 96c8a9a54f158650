#include <benchmark/benchmark.h>

#include "algorithms/attribution/touch_sieve.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches.
void touch_sieve_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  const Journeys journeys = build_journeys(network, {});
  for (auto _ : state) benchmark::DoNotOptimize(sieve_recorded(network, {}, journeys.acquisitions));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(touch_sieve_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
