#include <benchmark/benchmark.h>

#include "algorithms/customer_value/customer_groups.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are rows of people and contexts.
void customer_groups_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  const Graph walk;
  const Journeys journeys = build_journeys(network, {});
  const ScoreColumns earlier;
  for (auto _ : state)
    benchmark::DoNotOptimize(customer_groups({network, walk, journeys, {}, earlier}, "referred"));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(network.num_rows()));
}
BENCHMARK(customer_groups_bench)->Arg(300'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
