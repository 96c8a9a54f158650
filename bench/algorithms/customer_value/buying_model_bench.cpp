#include <benchmark/benchmark.h>

#include "algorithms/customer_value/buying_model.hpp"
#include "bench/support/buying.hpp"

namespace grapevine {
namespace {

/// The argument is the kind of model; items are newcomers, within a year and a half.
void expected_of_newcomer_bench(benchmark::State& state) {
  const auto kind = static_cast<BuyingModelKind>(state.range(0));
  const auto model = make_buying_model(
      kind, bench::kCdnowParameters[static_cast<std::size_t>(state.range(0))], 1.0);
  for (auto _ : state) benchmark::DoNotOptimize(model->expected_of_newcomer(78.0));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(expected_of_newcomer_bench)->DenseRange(0, 2);

}  // namespace
}  // namespace grapevine
