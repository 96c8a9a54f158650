#include <benchmark/benchmark.h>

#include <numeric>

#include "algorithms/attribution/path_credits.hpp"
#include "algorithms/registry.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// `count` paths of 1 to 6 steps among `players`.
Paths random_paths(std::size_t count, std::uint64_t players) {
  Paths paths;
  std::vector<std::int64_t> ids(players);
  std::iota(ids.begin(), ids.end(), 0);
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  Random random(1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::uint64_t k = 1 + random.below(6); k > 0; --k)
      paths.steps.push_back(static_cast<NodeId>(random.below(players)));
    paths.first_step.push_back(paths.steps.size());
  }
  paths.conversions.assign(count, 1.0);
  paths.value.assign(count, 2.5);
  paths.nulls.assign(count, 0.0);
  return paths;
}

/// Items are touches; the argument is the number of players.
void path_credits_bench(benchmark::State& state) {
  const Paths paths = random_paths(1'000'000, static_cast<std::uint64_t>(state.range(0)));
  std::vector<JourneyRule> rules;
  for (const char* name : {"first", "last", "linear"})
    rules.push_back(find_algorithm(name)->on_journey({}));
  for (auto _ : state) benchmark::DoNotOptimize(credit_paths(paths, rules));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(paths.steps.size()));
}
BENCHMARK(path_credits_bench)
    ->Arg(20)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
