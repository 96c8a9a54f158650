#include <benchmark/benchmark.h>

#include "algorithms/forecast/decayed_counts.hpp"
#include "bench/support/forecast.hpp"

namespace grapevine {
namespace {

/// Items are events.
void decayed_counts_bench(benchmark::State& state) {
  const bench::ForecastTown town;
  const auto& events = *town.streams().purchases;
  const ChosenPeople people = ChosenPeople::everybody(town.streams().num_people);
  const ChosenContexts contexts(12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  for (auto _ : state)
    benchmark::DoNotOptimize(decayed_counts(events, people, contexts, bench::ForecastTown::now()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(decayed_counts_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
