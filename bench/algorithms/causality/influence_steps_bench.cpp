#include <benchmark/benchmark.h>

#include "algorithms/causality/influence_steps.hpp"
#include "bench/support/backtest_town.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

void influence_steps_bench(benchmark::State& state) {
  const bench::RandomStudy town(bench::backtest_town(static_cast<NodeId>(state.range(0))));
  for (auto _ : state) {
    const StepCalendar calendar(town.inputs(), Period::Month);
    benchmark::DoNotOptimize(influence_graph(town.network, calendar, 0));
    benchmark::DoNotOptimize(entry_steps(town.inputs(), calendar, 0));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(influence_steps_bench)->Arg(18'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
