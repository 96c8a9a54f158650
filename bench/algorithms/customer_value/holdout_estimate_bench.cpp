#include <benchmark/benchmark.h>

#include "algorithms/customer_value/holdout_estimate.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void holdout_estimate_bench(benchmark::State& state) {
  bench::RandomStudy study(state.range(0));
  for (NodeId p = 0; p < study.network.num_people(); ++p)
    study.network.held_out.push_back(p % 5 == 0 ? YesNo::Yes : YesNo::No);
  for (auto _ : state) benchmark::DoNotOptimize(holdout_estimates(study.network, study.journeys));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(holdout_estimate_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
