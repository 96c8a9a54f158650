#include <benchmark/benchmark.h>

#include "algorithms/simulation/draws.hpp"

namespace grapevine {
namespace {

/// Items are draws of w, each from a stream of its own.
void draws_bench(benchmark::State& state) {
  const Draws draws({}, Draw::Influence, 0);
  NodeId from = 0;
  for (auto _ : state) {
    Random random = draws.of_tie(from, from + 1);
    benchmark::DoNotOptimize(beta(random, 0.3, 6.0));
    ++from;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draws_bench);

}  // namespace
}  // namespace grapevine
