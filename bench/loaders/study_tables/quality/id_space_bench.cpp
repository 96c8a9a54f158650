#include <benchmark/benchmark.h>

#include "engine/parallel/random.hpp"
#include "loaders/study_tables/quality/id_space.hpp"

namespace grapevine {
namespace {

/// Twenty relabellings of the largest sample of ties, with five acts a person.
void test_id_space_bench(benchmark::State& state) {
  constexpr std::size_t kTies = 500'000;
  constexpr NodeId kPeople = 200'000;
  Random random(1, 0);
  std::vector<std::pair<NodeId, NodeId>> ties;
  std::vector<std::pair<NodeId, std::uint32_t>> pairs;
  const auto person = [&] { return static_cast<NodeId>(random.below(kPeople)); };
  for (std::size_t i = 0; i < kTies; ++i) ties.emplace_back(person(), person());
  for (std::size_t i = 0; i < 5 * std::size_t{kPeople}; ++i)
    pairs.emplace_back(person(), static_cast<std::uint32_t>(random.below(50'000)));
  const Acts acts = acts_of(std::move(pairs), kPeople);
  for (auto _ : state) benchmark::DoNotOptimize(test_id_space(ties, acts).alike);
  state.SetItemsProcessed(state.iterations() * 21 * static_cast<std::int64_t>(kTies));
}

BENCHMARK(test_id_space_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
