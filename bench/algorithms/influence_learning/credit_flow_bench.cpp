#include <benchmark/benchmark.h>

#include "algorithms/influence_learning/credit_flow.hpp"
#include "bench/support/rmat_actions.hpp"

namespace grapevine {
namespace {

const CreditFlow& flow() {
  static const CreditFlow made = [] {
    CreditFlow credits(bench::rmat_graph().num_nodes());
    credits.add(bench::rmat_graph(), bench::rmat_actions());
    return credits;
  }();
  return made;
}

/// Reading a log; acts per second.
void credit_flow_add_bench(benchmark::State& state) {
  for (auto _ : state) {
    CreditFlow credits(bench::rmat_graph().num_nodes());
    credits.add(bench::rmat_graph(), bench::rmat_actions());
    benchmark::DoNotOptimize(&credits);
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_actions().acts.size()));
}
BENCHMARK(credit_flow_add_bench)->Unit(benchmark::kMillisecond);

/// Everybody's spread; acts per second.
void credit_flow_spreads_bench(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(flow().spreads().data());
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::rmat_actions().acts.size()));
}
BENCHMARK(credit_flow_spreads_bench)->Unit(benchmark::kMillisecond);

/// 50 seeds.
void credit_flow_choose_bench(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(flow().choose(50).data());
}
BENCHMARK(credit_flow_choose_bench)->Unit(benchmark::kMillisecond);

/// Pairs of people, those below a thousandth left out.
void credit_flow_passed_bench(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(flow().passed(0.001).credits.data());
}
BENCHMARK(credit_flow_passed_bench)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace grapevine
