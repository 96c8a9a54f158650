#include <benchmark/benchmark.h>

#include "algorithms/customer_value/gamma_gamma.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

/// Items are customers, of whom some two in five bought again.
void fit_spend_bench(benchmark::State& state) {
  const auto customers = bench::random_customers(state.range(0)).spend;
  for (auto _ : state) benchmark::DoNotOptimize(fit_spend(customers));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(fit_spend_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
