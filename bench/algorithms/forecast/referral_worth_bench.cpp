#include <benchmark/benchmark.h>

#include "algorithms/forecast/referral_worth.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Items are rows.
void referral_worth_bench(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  std::vector<double> value(rows), referrals(rows);
  Random random(1, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    referrals[i] = static_cast<double>(random.below(4));
    value[i] = referrals[i] * random.uniform();
  }
  for (auto _ : state) benchmark::DoNotOptimize(expected_worth({value, referrals, rows / 10}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(referral_worth_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
