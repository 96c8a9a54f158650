#include <benchmark/benchmark.h>

#include "algorithms/influence_maximization/choose_seeds.hpp"
#include "bench/support/influence_graph.hpp"

namespace grapevine {
namespace {

/// 50 people, with a certificate, on one thread and on two.
void choose_seeds_bench(benchmark::State& state, const char* rule) {
  const ThreadLimit threads(static_cast<std::size_t>(state.range(0)));
  const SeedOptions options{.weights = rule};
  double spread = 0.0;
  for (auto _ : state)
    spread = choose_seeds({bench::rmat_graph(), read_chance_rule(rule, "weights"), 1}, {}, options)
                 .spread.mean;
  state.counters["spread"] = spread;
}
BENCHMARK_CAPTURE(choose_seeds_bench, weighted_cascade, "weighted_cascade")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(choose_seeds_bench, uniform, "uniform=0.01")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
