#include <benchmark/benchmark.h>

#include "algorithms/customer_value/type1_estimate.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void type1_estimate_bench(benchmark::State& state) {
  bench::RandomStudy study(state.range(0));
  for (NodeId p = 0; p < study.network.num_people(); ++p)
    study.network.held_out.push_back(p % 5 == 0 ? YesNo::Yes : YesNo::No);
  const EconomicsOptions options{.p_type1 = Type1Source::Holdout};
  for (auto _ : state)
    benchmark::DoNotOptimize(estimate_type1(study.network, study.journeys, options));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(type1_estimate_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
