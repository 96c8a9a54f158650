#include <benchmark/benchmark.h>

#include "algorithms/customer_value/pareto_gamma.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

/// Items are customers, each with a history of his own.
void pareto_gamma_likelihood_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(10'000).buying;
  const ParetoGamma model(bench::kCdnowParameters[2], 100.0);
  for (auto _ : state)
    for (const RepeatBuying& one : customers) benchmark::DoNotOptimize(model.likelihood(one));
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(pareto_gamma_likelihood_bench)->Unit(benchmark::kMillisecond);

/// Items are customers; a year ahead, in twelve parts.
void pareto_gamma_expect_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(10'000).buying;
  const ParetoGamma model(bench::kCdnowParameters[2], 100.0);
  std::vector<double> horizons, means(12);
  for (int month = 1; month <= 12; ++month) horizons.push_back(4.345 * month);
  for (auto _ : state)
    for (const RepeatBuying& one : customers) {
      model.expect(one.frequency, one.age, horizons, means);
      benchmark::DoNotOptimize(means.data());
    }
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(pareto_gamma_expect_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
