#include <benchmark/benchmark.h>

#include "algorithms/simulation/purchases.hpp"

namespace grapevine {
namespace {

/// Items are purchases and refunds.
void purchases_bench(benchmark::State& state) {
  const Books books({}, 0);
  std::vector<SimulatedPurchase> rows;
  std::int64_t purchases = 0;
  NodeId person = 0;
  for (auto _ : state) {
    books.rows_of(person++, 0.0, false, rows);
    purchases += static_cast<std::int64_t>(rows.size());
  }
  state.SetItemsProcessed(purchases);
}
BENCHMARK(purchases_bench);

}  // namespace
}  // namespace grapevine
