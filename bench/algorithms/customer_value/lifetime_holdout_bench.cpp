#include <benchmark/benchmark.h>

#include "algorithms/customer_value/lifetime_holdout.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are purchases, of three years; a week is a period.
void track_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  const auto histories = purchase_histories(network.purchases, {.last_day = 600});
  const auto counts = count_equal_buyers(repeat_buying(histories.customers, Period::Week, 600));
  const BuyingFit fit = fit_buying(BuyingModelKind::BgNbd, counts);
  const FittedCustomers fitted{histories, histories.customers, {}, fit, Period::Week, 600, 1'099};
  for (auto _ : state) {
    benchmark::DoNotOptimize(track(fitted));
    benchmark::DoNotOptimize(conditional_purchases(fitted));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(track_bench)->Arg(300'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
