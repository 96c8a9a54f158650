#include <benchmark/benchmark.h>

#include "algorithms/customer_value/buying_fit.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

/// Arguments are customers and the kind of model; items are customers.
void fit_buying_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(state.range(0)).buying;
  const auto kind = static_cast<BuyingModelKind>(state.range(1));
  for (auto _ : state)
    benchmark::DoNotOptimize(fit_buying(kind, count_equal_buyers(customers)).estimate.value);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(fit_buying_bench)
    ->ArgsProduct({{100'000, 1'000'000}, {0, 1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
