#include <benchmark/benchmark.h>

#include <numeric>

#include "algorithms/customer_value/discounted_flows.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are acquisitions.
void discounted_flows_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  std::vector<std::size_t> all(study.journeys.acquisitions.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (auto _ : state)
    benchmark::DoNotOptimize(
        discounted_flows(study.network, study.journeys, bench::economics(), all));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.journeys.acquisitions.size()));
}
BENCHMARK(discounted_flows_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
