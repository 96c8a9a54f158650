#include <benchmark/benchmark.h>

#include <algorithm>

#include "algorithms/attribution/newcomer_burst.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Items are newcomers of one referrer, a tenth of the context's.
void newcomer_burst_bench(benchmark::State& state) {
  Random random(1, 0);
  std::vector<Time> own, context;
  for (std::int64_t i = 0; i < 10 * state.range(0); ++i) {
    context.push_back(Time{std::chrono::days{random.below(3'000)}});
    if (i % 10 == 0) own.push_back(context.back());
  }
  std::ranges::sort(own);
  std::ranges::sort(context);
  const LogFactorials log_factorial(context.size());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        least_expected_burst(own, {context, std::chrono::days{7}}, 5, log_factorial));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(newcomer_burst_bench)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
