#include <benchmark/benchmark.h>

#include "algorithms/causality/entries.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

void entries_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(Entries(study.journeys, study.network.num_people()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(entries_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
