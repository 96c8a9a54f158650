#include <benchmark/benchmark.h>

#include "algorithms/customer_value/realised_margin.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are purchases.
void realised_margin_bench(benchmark::State& state) {
  const Network network = bench::random_network(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(realised_margin(network.purchases));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(realised_margin_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
