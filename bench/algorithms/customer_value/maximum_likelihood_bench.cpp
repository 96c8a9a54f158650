#include <benchmark/benchmark.h>

#include "algorithms/customer_value/maximum_likelihood.hpp"

namespace grapevine {
namespace {

/// A valley of two coordinates: what the climb itself costs.
void maximise_bench(benchmark::State& state) {
  const LogLikelihood valley = [](std::span<const double> at) {
    const double x = at[0], off = at[1] - x * x;
    return LikelihoodValue{-(1.0 - x) * (1.0 - x) - 100.0 * off * off,
                           {2.0 * (1.0 - x) + 400.0 * x * off, -200.0 * off}};
  };
  for (auto _ : state) benchmark::DoNotOptimize(maximise(valley, {-1.2, 1.0}));
}
BENCHMARK(maximise_bench)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace grapevine
