#include <benchmark/benchmark.h>

#include "algorithms/customer_value/stated_intent.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are rows of the score table.
void stated_intent_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(stated_intent(study.inputs()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(study.network.num_rows()));
}
BENCHMARK(stated_intent_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
