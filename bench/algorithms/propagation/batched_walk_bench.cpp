#include <benchmark/benchmark.h>

#include "algorithms/propagation/batched_walk.hpp"
#include "bench/support/rmat_graph.hpp"

namespace grapevine {
namespace {

/// Each from 10 people drawn at random, in a context of its own.
std::vector<WalkStart> drawn_starts(NodeId n, std::size_t count) {
  std::vector<WalkStart> starts(count);
  for (std::size_t i = 0; i < count; ++i) {
    Random random(3, i);
    std::vector<double> restart(n);
    for (int seed = 0; seed < 10; ++seed) restart[random.below(n)] += 0.1;
    starts[i] = start_of(restart);
    starts[i].context = static_cast<ContextId>(i % 256);
  }
  return starts;
}

/// 10 passes of `state.range(0)` walks: seconds a walk and pass, arcs x walks a second.
void batched_walks_bench(benchmark::State& state, Precision precision, bool own_weights) {
  const Graph& graph = own_weights ? bench::rmat_with_contexts() : bench::rmat_graph();
  const auto walks = static_cast<std::size_t>(state.range(0));
  const auto starts = drawn_starts(graph.num_nodes(), walks);
  BatchOptions options{.walk = {.tolerance = 0.0, .max_iterations = 10}, .precision = precision};
  if (own_weights) options.factors.own = 10.0;
  const GraphView view(graph);
  const WalkSteps steps(view);
  std::vector<double> rank(graph.num_nodes());
  for (auto _ : state)
    benchmark::DoNotOptimize(batched_walks(view, steps, starts, options,
                                           [&](std::size_t) { return std::span<double>(rank); }));
  const double passes = static_cast<double>(walks) * options.walk.max_iterations;
  state.counters["s/walk/pass"] = benchmark::Counter(
      passes, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(passes) *
                          static_cast<std::int64_t>(graph.num_edges()));
}

void counts_of_walks(benchmark::internal::Benchmark* bench) {
  for (const int walks : {1, 4, 8, 16, 32, 64, 256}) bench->Arg(walks);
  bench->Unit(benchmark::kMillisecond)->UseRealTime();
}
BENCHMARK_CAPTURE(batched_walks_bench, double, Precision::Double, false)->Apply(counts_of_walks);
BENCHMARK_CAPTURE(batched_walks_bench, single, Precision::Single, false)->Apply(counts_of_walks);
BENCHMARK_CAPTURE(batched_walks_bench, own_double, Precision::Double, true)->Apply(counts_of_walks);
BENCHMARK_CAPTURE(batched_walks_bench, own_single, Precision::Single, true)->Apply(counts_of_walks);

/// So many walks to their ends, L1 changes of 1e-10 (double) or 1e-6; `passes` is the most of any.
void walks_to_their_ends_bench(benchmark::State& state, Precision precision) {
  const Graph& graph = bench::rmat_graph();
  const auto starts = drawn_starts(graph.num_nodes(), static_cast<std::size_t>(state.range(0)));
  const bool single = precision == Precision::Single;
  const BatchOptions options{.walk = {.tolerance = single ? 1e-6 : 1e-10}, .precision = precision};
  const WalkSteps steps(graph);
  std::vector<double> rank(graph.num_nodes());
  std::vector<WalkEnd> ends;
  for (auto _ : state)
    ends =
        batched_walks(steps, starts, options, [&](std::size_t) { return std::span<double>(rank); });
  int passes = 0;
  for (const WalkEnd& end : ends) passes = std::max(passes, end.iterations);
  state.counters["passes"] = passes;
}
BENCHMARK_CAPTURE(walks_to_their_ends_bench, double, Precision::Double)
    ->Arg(64)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(walks_to_their_ends_bench, single, Precision::Single)
    ->Arg(64)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
