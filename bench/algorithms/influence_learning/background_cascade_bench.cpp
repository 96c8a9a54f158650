#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/background_cascade.hpp"
#include "bench/support/rmat_actions.hpp"

namespace grapevine {
namespace {

/// 50 steps on one action; ties per second.
void background_cascade_bench(benchmark::State& state) {
  const BackgroundOptions options{.begin = Time{},
                                  .end = Time{std::chrono::days{1'000}},
                                  .tolerance = 0.0,
                                  .max_iterations = 50};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        learn_with_background(bench::rmat_graph(), bench::rmat_actions().acts_of(0), options)
            .chance);
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_graph().num_edges()));
}
BENCHMARK(background_cascade_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
