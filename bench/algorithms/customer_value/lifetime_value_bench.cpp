#include <benchmark/benchmark.h>

#include "algorithms/customer_value/lifetime_value.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// As a study runs it: histories, fits of four contexts, forecasts and tables. Items are purchases.
void bg_nbd_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  const Graph walk;
  const Journeys journeys;
  const ScoreColumns earlier;
  for (auto _ : state) benchmark::DoNotOptimize(bg_nbd({network, walk, journeys, {}, earlier}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(bg_nbd_bench)->Arg(300'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
