#include <benchmark/benchmark.h>

#include "algorithms/propagation/step_shares.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

void damped_steps_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  const GraphView view(graph);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        damped_steps(StepShares(view, kEveryContext, 1.0, TieSigns::Both), 0.85));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(damped_steps_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
