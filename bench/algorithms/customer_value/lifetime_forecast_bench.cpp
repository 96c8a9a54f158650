#include <benchmark/benchmark.h>

#include "algorithms/customer_value/lifetime_forecast.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

constexpr ValueHorizon kYear{12 * 4.345, 0.01, 4.345, 0.95};

/// The whole of it, as bench/peers/lifetime_value.py has other libraries do it: both fits, then
/// values of a year with intervals. Items are customers.
void lifetime_value_bench(benchmark::State& state) {
  const bench::Customers customers = bench::random_customers(state.range(0));
  const auto kind = static_cast<BuyingModelKind>(state.range(1));
  for (auto _ : state) {
    const BuyerCounts counts = count_equal_buyers(customers.buying);
    const BuyingFit buying = fit_buying(kind, counts);
    const SpendFit spending = fit_spend(customers.spend);
    benchmark::DoNotOptimize(forecast_lifetimes(buying, spending, counts, customers.spend, kYear));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(lifetime_value_bench)
    ->ArgsProduct({{100'000, 1'000'000}, {0, 1, 2}})
    ->Args({10'000'000, 0})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Forecasts alone.
void forecast_lifetimes_bench(benchmark::State& state) {
  const bench::Customers customers = bench::random_customers(state.range(0));
  const BuyerCounts counts = count_equal_buyers(customers.buying);
  const BuyingFit buying = fit_buying(BuyingModelKind::BgNbd, counts);
  const SpendFit spending = fit_spend(customers.spend);
  for (auto _ : state)
    benchmark::DoNotOptimize(forecast_lifetimes(buying, spending, counts, customers.spend, kYear));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(forecast_lifetimes_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
