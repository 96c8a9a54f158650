#include <benchmark/benchmark.h>

#include "algorithms/customer_value/purchase_history.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are purchases.
void purchase_histories_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(purchase_histories(network.purchases, {.last_day = 900}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(purchase_histories_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
