#include <benchmark/benchmark.h>

#include <memory>

#include "algorithms/propagation/walk_tile.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// What walks with weights of their own take before the first pass.
void own_tile_bench(benchmark::State& state) {
  const GraphView view(bench::rmat_with_contexts());
  const WalkSteps steps(view);
  const SharedWalk<double> walk(steps, &view, {.own = 10.0});
  const auto lanes = static_cast<std::size_t>(state.range(0));
  std::vector<WalkStart> starts(lanes);
  std::vector<const WalkStart*> pointers;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    starts[lane] = {.seeds = {{static_cast<NodeId>(lane), 1.0}},
                    .context = static_cast<ContextId>(lane)};
    pointers.push_back(&starts[lane]);
  }
  for (auto _ : state)
    benchmark::DoNotOptimize(
        std::make_unique<WalkTile<double>>(walk, pointers, lanes, WalkOptions(), widest_vectors()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(view.num_edges()));
}
BENCHMARK(own_tile_bench)->Arg(1)->Arg(32)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
