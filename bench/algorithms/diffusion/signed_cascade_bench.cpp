#include <benchmark/benchmark.h>

#include "algorithms/diffusion/signed_cascade.hpp"
#include "bench/support/signed_graph.hpp"

namespace grapevine {
namespace {

/// Cascades from the 50 with the most ties, on one thread and on two; cascades per second.
void signed_cascade_bench(benchmark::State& state) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances = bench::signed_chances();
  const auto seeds = bench::first_fifty();
  constexpr std::uint64_t kRuns = 128;
  for (auto _ : state)
    benchmark::DoNotOptimize(simulate_signed_spread(chances, {}, seeds, kRuns, 1).people.mean);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRuns));
}
BENCHMARK(signed_cascade_bench)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
