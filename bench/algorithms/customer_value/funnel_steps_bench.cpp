#include <benchmark/benchmark.h>

#include "algorithms/customer_value/funnel_steps.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

void funnel_steps_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(funnel_steps(study.inputs(), {}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(funnel_steps_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
