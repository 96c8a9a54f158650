#include <benchmark/benchmark.h>

#include "algorithms/propagation/step_shares.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

void step_shares_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const GraphView view(graph);
  for (auto _ : state)
    benchmark::DoNotOptimize(StepShares(view, kEveryContext, 1.0, TieSigns::Both).is_sink(0));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(step_shares_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
