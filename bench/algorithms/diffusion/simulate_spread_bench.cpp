#include <benchmark/benchmark.h>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// Cascades from the 50 people with the most ties; ties that they tried, or skipped, per second.
void simulate_spread_bench(benchmark::State& state, const char* rule, CascadeModel model) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances(bench::rmat_graph(), read_chance_rule(rule, "weights"), 1);
  const auto seeds = bench::first_fifty();
  std::uint64_t tries = 0;
  for (auto _ : state) tries += simulate_spread(chances, model, seeds, 256, 1).tries;
  state.SetItemsProcessed(static_cast<std::int64_t>(tries));
}
constexpr auto kCascade = CascadeModel::IndependentCascade;
BENCHMARK_CAPTURE(simulate_spread_bench, weighted_cascade, "weighted_cascade", kCascade)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate_spread_bench, uniform, "uniform=0.01", kCascade)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime();
BENCHMARK_CAPTURE(simulate_spread_bench, thresholds, "weighted_cascade",
                  CascadeModel::LinearThreshold)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
