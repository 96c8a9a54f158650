#include <benchmark/benchmark.h>

#include "algorithms/propagation/shared_walk.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// Blocks, and the numbers in the precision that is asked for.
template <class T>
void shared_walk_bench(benchmark::State& state) {
  const GraphView view(bench::rmat_with_contexts());
  const WalkSteps steps(view);
  for (auto _ : state) {
    const SharedWalk<T> walk(steps, &view, {.own = 10.0});
    benchmark::DoNotOptimize(walk.weight().data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(view.num_edges()));
}
BENCHMARK_TEMPLATE(shared_walk_bench, double)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_TEMPLATE(shared_walk_bench, float)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
