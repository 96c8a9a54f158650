#include <benchmark/benchmark.h>

#include "algorithms/customer_value/evidence_stance.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are rows of the score table.
void evidence_stance_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(evidence_stance(study.inputs()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(study.network.num_rows()));
}
BENCHMARK(evidence_stance_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
