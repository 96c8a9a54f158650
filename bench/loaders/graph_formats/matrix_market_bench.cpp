#include <benchmark/benchmark.h>

#include "engine/parallel/random.hpp"
#include "loaders/graph_formats/matrix_market.hpp"

namespace grapevine {
namespace {

void parse_matrix_market_bench(benchmark::State& state) {
  const auto entries = static_cast<std::uint64_t>(state.range(0)), nodes = entries / 4;
  const std::string n = std::to_string(nodes);
  std::string text = "%%MatrixMarket matrix coordinate pattern general\n" + n + " " + n + " " +
                     std::to_string(entries) + "\n";
  Random random(1, 0);
  for (std::uint64_t i = 0; i < entries; ++i) {
    text += std::to_string(1 + random.below(nodes)) + " ";
    text += std::to_string(1 + random.below(nodes)) + "\n";
  }
  for (auto _ : state) benchmark::DoNotOptimize(parse_matrix_market(text, "bench").num_edges());
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK(parse_matrix_market_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
