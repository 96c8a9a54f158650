#include <benchmark/benchmark.h>

#include "algorithms/attribution/trust_flags.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are touches that count.
void trust_flags_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(trust_flags(study.inputs()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.touches.size()));
}
BENCHMARK(trust_flags_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
