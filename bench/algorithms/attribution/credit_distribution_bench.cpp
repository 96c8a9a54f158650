#include <benchmark/benchmark.h>

#include "algorithms/attribution/credit_distribution.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches that count.
void credit_distribution_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(credit_distribution(study.journeys));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.touches.size()));
}
BENCHMARK(credit_distribution_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
