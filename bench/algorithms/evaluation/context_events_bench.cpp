#include <benchmark/benchmark.h>

#include "algorithms/evaluation/context_events.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// Events of 20,000 people in 12 contexts: bound by the gathers into the counts.
void context_events_bench(benchmark::State& state) {
  constexpr NodeId kPeople = 20'000;
  Random random(1, 0);
  std::vector<ContextEvent> events;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    events.push_back({static_cast<NodeId>(random.below(kPeople)),
                      static_cast<ContextId>(random.below(12)),
                      Time(std::chrono::days{random.below(5'000)})});
  const std::vector<ContextId> contexts = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  const CountWindow window{.until = Time(std::chrono::days{4'000}), .half_life_days = 730.0};
  for (auto _ : state) benchmark::DoNotOptimize(count_events(events, kPeople, contexts, window));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(context_events_bench)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
