#include <benchmark/benchmark.h>

#include "algorithms/attribution/referral_rings.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are referrals.
void referral_rings_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  std::vector<Referral> referrals;
  for (const Touch& touch : network.touches.rows)
    referrals.push_back({touch.context, touch.from, touch.to});
  for (auto _ : state) benchmark::DoNotOptimize(rings_of(network, referrals));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(referral_rings_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
