#include <catch2/catch.hpp>
#include <iostream>
#include <numeric>

#include "algorithms/centrality/pagerank.hpp"
#include "algorithms/propagation/first_hit.hpp"
#include "algorithms/propagation/personalized_pagerank.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/sybil_attacks.hpp"

namespace grapevine {
namespace {

using testing::graph_of;
using testing::Ties;

FirstHitOptions scored(NamedNumbers seeds) {
  return {.tolerance = 1e-12, .max_iterations = 2'000, .seeds = std::move(seeds)};
}

/// 2,000 people at random, of whom some bought; one of these turns to fakes. A million
/// ties between a thousand fakes take long, and have fewer purchasers.
struct Market {
  static constexpr NodeId kHonest = 2'000, kFakes = 1'000;

  Market(std::uint64_t seed, testing::FakeShape shape)
      : ties(testing::random_ties(kHonest, 10'000, seed)) {
    Random random(seed, 9);
    attacker = static_cast<NodeId>(random.below(kHonest));
    seeds.emplace_back(std::to_string(attacker), 1.0);
    while (seeds.size() < (shape == testing::FakeShape::Clique ? 4U : 20U))
      seeds.emplace_back(std::to_string(random.below(kHonest)), 1.0 + random.uniform());
  }

  Graph honest() const { return graph_of(kHonest, ties); }
  Graph attacked(testing::FakeShape shape) const {
    return graph_of(kHonest + kFakes, testing::attacked(ties, kHonest, attacker, kFakes, shape));
  }

  /// How many times what they had as honest people the attacker has on `graph`, by three scores.
  struct Gains {
    double first_hit, personalized, pagerank;
  };
  Gains gains(const Graph& before, const Graph& after) const {
    const auto gain = [&](const auto& score) { return score(after) / score(before); };
    return {gain([&](const Graph& g) { return first_hit(g, scored(seeds)).score[attacker]; }),
            gain([&](const Graph& g) {
              return personalized_pagerank(g, {.seeds = seeds}).score[attacker];
            }),
            gain([&](const Graph& g) { return pagerank(g).rank[attacker]; })};
  }

  Ties ties;
  NodeId attacker = 0;
  NamedNumbers seeds;
};

TEST_CASE("first_hit: a thousand fakes of any shape gain nothing, and are paid nothing") {
  for (const auto& [shape, name] : testing::kFakeShapes)
    for (std::uint64_t seed = 0; seed < testing::cases(20); ++seed) {
      const Market market(seed, shape);
      const double honest = first_hit(market.honest(), scored(market.seeds)).score[market.attacker];
      const auto attacked = first_hit(market.attacked(shape), scored(market.seeds));
      CAPTURE(name, seed);
      CHECK(attacked.score[market.attacker] <= 1.001 * honest);
      CHECK(attacked.score[market.attacker] >= 0.999 * honest);
      for (NodeId fake = Market::kHonest; fake < Market::kHonest + Market::kFakes; ++fake) {
        REQUIRE(attacked.payable[fake] == 0);
        REQUIRE(attacked.score[fake] == 0.0);
      }
    }
}

TEST_CASE("first_hit: the attacks are real, plain PageRank pays for them hundreds of times") {
  double best = 0.0, best_personalized = 0.0;
  for (const auto& [shape, name] : testing::kFakeShapes) {
    if (shape == testing::FakeShape::Clique) continue;
    const Market market(1, shape);
    const auto gains = market.gains(market.honest(), market.attacked(shape));
    CHECK(gains.first_hit == Approx(1.0).epsilon(1e-9));
    best = std::max(best, gains.pagerank);
    best_personalized = std::max(best_personalized, gains.personalized);
  }
  CHECK(best > 100.0);
  CHECK(best_personalized > 2.0);
}

/// Prints the table in docs/safe_rewards.md.
TEST_CASE("first_hit: table of attacks", "[.table]") {
  std::cout << "shape, mean and largest gain of: first hit, personalised PageRank, PageRank\n";
  for (const auto& [shape, name] : testing::kFakeShapes) {
    std::vector<double> gains[3];
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Market market(seed, shape);
      const auto found = market.gains(market.honest(), market.attacked(shape));
      gains[0].push_back(found.first_hit);
      gains[1].push_back(found.personalized);
      gains[2].push_back(found.pagerank);
    }
    std::cout << name;
    for (const auto& of_score : gains)
      std::cout << ", " << std::accumulate(of_score.begin(), of_score.end(), 0.0) / 20.0 << " "
                << *std::ranges::max_element(of_score);
    std::cout << "\n";
  }
}

}  // namespace
}  // namespace grapevine
