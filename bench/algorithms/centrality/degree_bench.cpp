#include <benchmark/benchmark.h>

#include "algorithms/centrality/degree.hpp"
#include "bench/support.hpp"

namespace grapevine {
namespace {

void degree_bench(benchmark::State& state) {
  const Graph graph = bench::random_graph(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(degree(graph));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(degree_bench)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
