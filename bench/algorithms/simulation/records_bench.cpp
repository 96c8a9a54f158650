#include <benchmark/benchmark.h>

#include "algorithms/simulation/records.hpp"

namespace grapevine {
namespace {

/// Touches and answers of everybody who came. Items are people.
void records_bench(benchmark::State& state) {
  const Town town = build_town({.people = static_cast<int>(state.range(0))});
  const Market market = build_market(town, 0);
  const Spread result = spread(market, town.options);
  const Records records(town, market, result);
  std::vector<SimulatedTouch> touches;
  std::vector<SimulatedAnswer> answers;
  for (auto _ : state)
    for (NodeId person = 0; person < market.num_people(); ++person) {
      if (result.joined[person] == kNever) continue;
      records.touches_on(person, touches);
      records.answers_of(person, answers);
      benchmark::DoNotOptimize(touches.size() + answers.size());
    }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(records_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
