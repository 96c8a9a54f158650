#include <benchmark/benchmark.h>

#include "algorithms/propagation/random_walk.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

void walk_steps_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0), true);
  for (auto _ : state) benchmark::DoNotOptimize(WalkSteps(graph).is_sink(0));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(walk_steps_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One pass over the edges at a time.
void long_run_walk_bench(benchmark::State& state, Sinks sinks) {
  const Graph graph = bench::random_graph(state.range(0));
  const WalkSteps steps(graph);
  const std::vector<double> restart(graph.num_nodes(), 1.0 / graph.num_nodes());
  const WalkOptions options{.tolerance = 0.0, .max_iterations = 1, .sinks = sinks};
  for (auto _ : state) benchmark::DoNotOptimize(long_run_walk(steps, restart, options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK_CAPTURE(long_run_walk_bench, seeds, Sinks::Seeds)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(long_run_walk_bench, absorb, Sinks::Absorb)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
