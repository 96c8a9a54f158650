#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/sketch_greedy.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// 50 people, on one thread and on two.
void sketch_greedy_bench(benchmark::State& state) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const TieChances chances(bench::rmat_graph(), {}, 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        choose_by_sketches(chances, CascadeModel::IndependentCascade, {.most = 50}, {}));
}
BENCHMARK(sketch_greedy_bench)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
