#include <benchmark/benchmark.h>

#include "algorithms/customer_value/gamma_functions.hpp"

namespace grapevine {
namespace {

/// Items are values.
void digamma_bench(benchmark::State& state) {
  double z = 0.1, sum = 0.0;
  for (auto _ : state) {
    sum += digamma(z) + log_gamma(z);
    z = z < 50.0 ? z + 0.1 : 0.1;
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(digamma_bench);

}  // namespace
}  // namespace grapevine
