#include <benchmark/benchmark.h>

#include "algorithms/simulation/town.hpp"

namespace grapevine {
namespace {

/// Items are people.
void town_bench(benchmark::State& state) {
  const ShopOptions options{.people = static_cast<int>(state.range(0))};
  for (auto _ : state) benchmark::DoNotOptimize(build_town(options));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(town_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
