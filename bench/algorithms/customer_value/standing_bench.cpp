#include <benchmark/benchmark.h>

#include "algorithms/customer_value/standing.hpp"
#include "bench/support/study.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Items are rows of the score table.
void standing_bench(benchmark::State& state) {
  bench::RandomStudy study(state.range(0));
  Random random(2, 0);
  for (const char* name : {"crv", "realised_margin", "purchases", "referrals_made", "stance"}) {
    std::vector<double> values(study.network.num_rows());
    for (double& value : values) value = random.uniform() - 0.2;
    study.earlier.add({{.name = name}, std::move(values)});
  }
  for (auto _ : state) benchmark::DoNotOptimize(standing(study.inputs()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(study.network.num_rows()));
}
BENCHMARK(standing_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
