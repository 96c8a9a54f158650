#include <benchmark/benchmark.h>

#include "loaders/graph_formats/metis.hpp"

namespace grapevine {
namespace {

/// A ring in which each vertex knows the two before and the two behind it.
void parse_metis_bench(benchmark::State& state) {
  const std::int64_t nodes = state.range(0);
  std::string text = std::to_string(nodes) + " " + std::to_string(2 * nodes) + "\n";
  for (std::int64_t v = 0; v < nodes; ++v) {
    for (const std::int64_t step : {nodes - 2, nodes - 1, std::int64_t{1}, std::int64_t{2}})
      text += std::to_string(1 + (v + step) % nodes) + " ";
    text += "\n";
  }
  for (auto _ : state) benchmark::DoNotOptimize(parse_metis(text, "bench").num_edges());
  state.SetItemsProcessed(state.iterations() * 2 * nodes);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK(parse_metis_bench)->Arg(500'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
