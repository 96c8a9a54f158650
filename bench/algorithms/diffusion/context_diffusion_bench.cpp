#include <benchmark/benchmark.h>

#include "algorithms/diffusion/context_diffusion.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Learned chances of every context; contexts per second.
void context_diffusion_bench(benchmark::State& state) {
  const bench::RandomStudy study(bench::backtest_town(18'000));
  const ContextDiffusion diffusion(study.network, study.journeys, "learned", 0);
  for (auto _ : state)
    for (ContextId context = 0; context < study.network.num_contexts(); ++context)
      benchmark::DoNotOptimize(diffusion.chances(context).largest());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(study.network.num_contexts()));
}
BENCHMARK(context_diffusion_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
