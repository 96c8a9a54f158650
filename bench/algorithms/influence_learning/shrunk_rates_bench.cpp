#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/shrunk_rates.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Rates of a million ties; rates per second.
void shrunk_rates_bench(benchmark::State& state) {
  Random random(1, 0);
  std::vector<Tally> tallies(1'000'000);
  for (Tally& tally : tallies) {
    tally.trials = static_cast<double>(random.below(20));
    tally.successes = tally.trials * random.uniform();
  }
  const std::vector<double> expected(tallies.size(), 0.5);
  for (auto _ : state) benchmark::DoNotOptimize(shrunk_rates(tallies, expected).strength);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tallies.size()));
}
BENCHMARK(shrunk_rates_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
