#include <benchmark/benchmark.h>

#include "algorithms/diffusion/activation.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// Chances of everybody to be reached by the 50 with the most ties; cascades per second.
void activation_bench(benchmark::State& state) {
  ActivationOptions options{.runs = 256};
  for (const NodeId v : bench::first_fifty()) options.seeds.push_back(std::to_string(v));
  const Graph& graph = bench::rmat_graph();
  for (auto _ : state) benchmark::DoNotOptimize(activation(graph, options));
  state.SetItemsProcessed(state.iterations() * options.runs);
}
BENCHMARK(activation_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
