#include <benchmark/benchmark.h>

#include "algorithms/causality/precedence.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

void precedence_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(precedence(study.inputs()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(precedence_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
