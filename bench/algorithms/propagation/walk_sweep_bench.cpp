#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "algorithms/propagation/walk_sweep.hpp"
#include "bench/support/rmat_graph.hpp"
#include "engine/base/buffer.hpp"

namespace grapevine {
namespace {

/// One sweep by one thread, for each set of vector instructions: under callgrind its count of
/// instructions an arc is free of noise.
template <class T>
void sweep_rows_bench(benchmark::State& state) {
  const Graph& graph = bench::rmat_graph();
  const NodeId n = graph.num_nodes();
  const auto lanes = static_cast<std::size_t>(state.range(0));
  const auto vectors = static_cast<VectorSet>(state.range(1));
  if (vectors > widest_vectors()) {
    state.SkipWithError("this machine lacks the instructions");
    return;
  }
  const Buffer<T> from(n * lanes), to(n * lanes), level(lanes);
  std::ranges::fill(from, T{1});
  const std::vector<T> per_weight(n, T{0.03125});
  const LaneStart<T> no_start{kNoNode, 0, T{0}};
  const LaneScale<T> no_scale{kNoNode, 0, T{0}};
  std::vector<double> change(lanes), sunk(lanes);
  const WalkSweep<T> sweep{.lanes = lanes,
                           .offsets = graph.in_rows().offsets.data(),
                           .sources = graph.in_rows().neighbors.data(),
                           .num_arcs = graph.num_edges(),
                           .per_weight = per_weight.data(),
                           .from = from.data(),
                           .to = to.data(),
                           .everywhere = level.data(),
                           .on_start = level.data(),
                           .damping = T{0.875}};
  const SweepRows<T> rows = sweep_rows(T{}, lanes, SweptArcs::Plain, vectors);
  for (auto _ : state) rows(sweep, {0, n, &no_start, &no_scale}, change.data(), sunk.data());
  state.SetLabel(std::string(kVectorSetNames[static_cast<std::size_t>(vectors)]));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(graph.num_edges()));
}
BENCHMARK_TEMPLATE(sweep_rows_bench, float)
    ->ArgsProduct({{1, 4, 8, 16, 32, 64}, {0, 1, 2}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(sweep_rows_bench, double)
    ->ArgsProduct({{1, 4, 8, 16, 32}, {0, 1, 2}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
