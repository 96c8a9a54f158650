#include "algorithms/diffusion/influence_sketches.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/diffusion/simulate_spread.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/influence_graphs.hpp"
#include "tests/support/live_worlds.hpp"

namespace grapevine {
namespace {

using Model = CascadeModel;

TieChances chances_of(const GraphView& view, const std::string& rule) {
  return {view, read_chance_rule(rule, "weights"), 3};
}

/// The exact value that a group's cascade reaches, by enumeration.
double exact_value(const TieChances& chances, Model model, std::span<const NodeId> group,
                   std::span<const double> values) {
  std::vector<double> list;
  for (NodeId u = 0; u < chances.graph().num_nodes(); ++u)
    for (std::size_t i = 0; i < chances.graph().out_degree(u); ++i)
      list.push_back(chances.of(u, i));
  const auto activation =
      testing::exact_activation(chances.graph(), list, model == Model::LinearThreshold, group);
  double sum = 0.0;
  for (std::size_t v = 0; v < activation.size(); ++v)
    sum += activation[v] * (values.empty() ? 1.0 : values[v]);
  return sum;
}

/// What sketches from many seeds said of everybody who has a tie out.
struct Coverage {
  double held = 0.0;  ///< Share of intervals with the truth in them.
  double bias = 0.0;  ///< Largest distance of a mean from the truth, in standard errors.
  double relative_width = 0.0;
};

Coverage coverage_of(const TieChances& chances, Model model, std::span<const double> values,
                     std::span<const double> truth, std::uint64_t times) {
  const NodeId people = chances.graph().num_nodes();
  std::vector<double> sum(people), squares(people);
  Coverage coverage;
  double estimates = 0.0;
  for (std::uint64_t time = 0; time < times; ++time) {
    const InfluenceSketches sketches(chances, model, values, {.seed = 1'000 + time});
    for (NodeId v = 0; v < people; ++v) {
      if (chances.graph().out_degree(v) == 0) continue;
      const InfluenceEstimate found = sketches.of(v);
      sum[v] += found.value;
      squares[v] += found.value * found.value;
      coverage.held += found.low <= truth[v] + 1e-9 && truth[v] <= found.high + 1e-9;
      coverage.relative_width += (found.high - found.low) / std::max(truth[v], 1e-9);
      ++estimates;
    }
  }
  for (NodeId v = 0; v < people; ++v) {
    const auto n = static_cast<double>(times);
    const double variance = std::max(0.0, squares[v] / n - sum[v] * sum[v] / n / n);
    if (variance > 1e-9)
      coverage.bias =
          std::max(coverage.bias, std::abs(sum[v] / n - truth[v]) / std::sqrt(variance / n));
  }
  coverage.held /= estimates;
  coverage.relative_width /= estimates;
  return coverage;
}

/// Intervals of 95 % hold the truth in 93 to 97 of 100, averaged over people, and estimates are
/// right on average; on graphs whose worlds can be enumerated.
void check_enumerable(std::uint64_t times) {
  const std::vector<double> uneven = {1.0, 0.0, 2.0, 5.0, 0.5, 3.0, 0.0};
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Model model = seed % 3 == 0 ? Model::LinearThreshold : Model::IndependentCascade;
    const std::span<const double> values =
        seed % 2 == 0 ? std::span<const double>(uneven) : std::span<const double>();
    const Graph graph = testing::graph_of_chances(7, 12, seed);
    const TieChances chances = chances_of(graph, "column=w");
    std::vector<double> truth;
    for (NodeId v = 0; v < 7; ++v)
      truth.push_back(exact_value(chances, model, std::vector{v}, values));
    const Coverage coverage = coverage_of(chances, model, values, truth, times);
    CAPTURE(seed, coverage.held, coverage.bias, coverage.relative_width);
    CHECK(coverage.held >= 0.93);
    CHECK(coverage.held <= 0.97);
    CHECK(coverage.bias <= 4.5);
  }
}

/// The same on graphs of some hundred people, where few and where most of all are reached.
void check_middling(std::uint64_t times, std::uint64_t runs) {
  for (const auto& [rule, share] : {std::pair{"weighted_cascade", 1U}, {"uniform=0.5", 10U}}) {
    const Graph graph = testing::random_graph(200, 700, 5);
    const TieChances chances = chances_of(graph, rule);
    std::vector<double> truth;
    for (NodeId v = 0; v < 200; ++v)
      truth.push_back(
          simulate_spread(chances, Model::IndependentCascade, std::vector{v}, runs / share, 3)
              .people.mean);
    const Coverage coverage = coverage_of(chances, Model::IndependentCascade, {}, truth, times);
    CAPTURE(rule, coverage.held, coverage.relative_width);
    CHECK(coverage.held >= 0.93);
    CHECK(coverage.held <= 0.97);
  }
}

TEST_CASE("influence_sketches: intervals hold the truth as often as they say") {
  check_enumerable(300);
  check_middling(40, 10'000);
}

TEST_CASE("influence_sketches: the same by 2,000 repetitions", "[.large]") {
  check_enumerable(2'000);
  check_middling(2'000, 400'000);
}

TEST_CASE("influence_sketches: of a group, as an oracle for any seeds") {
  const std::vector<double> values = {1.0, 0.0, 2.0, 5.0, 0.5, 3.0, 0.0};
  const Graph graph = testing::graph_of_chances(7, 12, 2);
  const TieChances chances = chances_of(graph, "column=w");
  for (const auto& group :
       {std::vector<NodeId>{0, 1}, {2, 3, 4}, {6, 6, 5}, {0, 1, 2, 3, 4, 5, 6}}) {
    const double truth = exact_value(chances, Model::IndependentCascade, group, values);
    double sum = 0.0;
    int held = 0;
    constexpr int kTimes = 300;
    for (std::uint64_t seed = 0; seed < kTimes; ++seed) {
      const InfluenceSketches sketches(chances, Model::IndependentCascade, values, {.seed = seed});
      const InfluenceEstimate found = sketches.of(group);
      sum += found.value;
      held += found.low <= truth + 1e-9 && truth <= found.high + 1e-9;
    }
    CAPTURE(group, truth, sum / kTimes, held);
    CHECK(sum / kTimes == Approx(truth).epsilon(0.03));
    CHECK(held >= kTimes * 90 / 100);
  }
  const InfluenceSketches sketches(chances, Model::IndependentCascade, values);
  CHECK(sketches.of(std::vector<NodeId>{3}).value == sketches.of(NodeId{3}).value);
  CHECK(sketches.of(std::span<const NodeId>()).value == 0.0);
}

TEST_CASE("influence_sketches: who has no tie out is worth what they are, for certain") {
  const Graph graph = testing::graph_of(3, {{0, 1}, {0, 2}});
  const std::vector<double> values = {1.0, 2.5, 4.0};
  const InfluenceSketches sketches(chances_of(graph, "uniform=1"), Model::IndependentCascade,
                                   values);
  for (const NodeId v : {1U, 2U}) {
    CHECK(sketches.of(v).value == values[v]);
    CHECK(sketches.of(v).low == values[v]);
    CHECK(sketches.of(v).high == values[v]);
  }
  CHECK(sketches.of(NodeId{0}).low <= 7.5);
  CHECK(sketches.of(NodeId{0}).high >= 7.5);
  const InfluenceSketches never(chances_of(graph, "uniform=0"), Model::IndependentCascade, values);
  CHECK(never.of(NodeId{0}).value == 1.0);
  CHECK(InfluenceSketches(chances_of(Graph(), "uniform=1"), Model::LinearThreshold, {})
            .num_people() == 0);
}

TEST_CASE("influence_sketches: larger sketches know more, by the root of their size") {
  const Graph graph = testing::random_graph(300, 1'200, 6);
  const TieChances chances = chances_of(graph, "weighted_cascade");
  const auto width = [&](std::uint32_t size) {
    const InfluenceSketches sketches(chances, Model::IndependentCascade, {}, {.size = size});
    double sum = 0.0;
    for (NodeId v = 0; v < 300; ++v)
      sum += (sketches.of(v).high - sketches.of(v).low) / sketches.of(v).value;
    return sum;
  };
  CHECK(width(64) / width(256) == Approx(2.0).epsilon(0.1));
}

TEST_CASE("influence_sketches: a ring of 20,000, where all reach all") {
  constexpr NodeId kPeople = 20'000;
  const Graph ring = testing::cycle(kPeople);
  const InfluenceSketches sketches(chances_of(ring, "uniform=1"), Model::IndependentCascade, {},
                                   {.size = 16});
  for (const NodeId v : {0U, 777U, kPeople - 1}) {
    CHECK(sketches.of(v).value <= kPeople);
    CHECK(sketches.of(v).high == kPeople);
  }
}

TEST_CASE("influence_sketches: threads change no bit") {
  for (const char* rule : {"weighted_cascade", "uniform=0.5"}) {
    const Graph graph = testing::random_graph(2'000, 9'000, 6);
    const auto all = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      const InfluenceSketches sketches(chances_of(graph, rule), Model::IndependentCascade, {},
                                       {.size = 16});
      std::vector<double> numbers;
      for (NodeId v = 0; v < 2'000; ++v) {
        const InfluenceEstimate found = sketches.of(v);
        numbers.insert(numbers.end(), {found.value, found.low, found.high});
      }
      return numbers;
    };
    CHECK(all(1) == all(8));
  }
}

}  // namespace
}  // namespace grapevine
