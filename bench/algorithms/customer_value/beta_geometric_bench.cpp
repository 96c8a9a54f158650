#include <benchmark/benchmark.h>

#include "algorithms/customer_value/beta_geometric.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

/// Items are customers, each with a history of his own.
void beta_geometric_likelihood_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(10'000).buying;
  const BetaGeometric model(bench::kCdnowParameters[0], 100.0, false);
  for (auto _ : state)
    for (const RepeatBuying& one : customers) benchmark::DoNotOptimize(model.likelihood(one));
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(beta_geometric_likelihood_bench)->Unit(benchmark::kMillisecond);

/// Items are customers; a year ahead, in twelve parts.
void beta_geometric_expect_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(10'000).buying;
  const BetaGeometric model(bench::kCdnowParameters[0], 100.0, false);
  std::vector<double> horizons, means(12);
  for (int month = 1; month <= 12; ++month) horizons.push_back(4.345 * month);
  for (auto _ : state)
    for (const RepeatBuying& one : customers) {
      model.expect(one.frequency, one.age, horizons, means);
      benchmark::DoNotOptimize(means.data());
    }
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(beta_geometric_expect_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
