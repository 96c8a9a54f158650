#include "algorithms/propagation/incremental_walk.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <numeric>

#include "algorithms/generation/rmat.hpp"
#include "tests/support/arcs.hpp"
#include "tests/support/dense_walk.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;
using testing::l1_distance;

namespace {

/// A study that changes: weights of ties by both ends, and of seeds.
struct Town {
  std::map<std::pair<NodeId, NodeId>, double> ties;
  std::vector<double> seeds;

  Graph graph() const {
    EdgeList list;
    for (const auto& [ends, weight] : ties) {
      list.source.push_back(ends.first);
      list.target.push_back(ends.second);
      list.columns.weight.push_back(weight);
    }
    return Graph::build(static_cast<NodeId>(seeds.size()), std::move(list));
  }

  /// Straight from the definition of the walk.
  std::vector<double> scores(double damping, Sinks sinks) const {
    const double sum = std::accumulate(seeds.begin(), seeds.end(), 0.0);
    std::vector<double> restart = seeds;
    if (sum == 0.0) return restart;
    for (double& seed : restart) seed /= sum;
    return testing::dense_walk(graph(), restart, damping, sinks);
  }
};

Town random_town(Random& random) {
  Town town{.seeds = std::vector<double>(2 + random.below(30))};
  for (double& seed : town.seeds) seed = static_cast<double>(random.below(3));
  for (std::uint64_t i = random.below(100); i > 0; --i) {
    const auto from = static_cast<NodeId>(random.below(town.seeds.size()));
    const auto to = static_cast<NodeId>(random.below(town.seeds.size()));
    const double scale = random.below(20) == 0 ? 1e300 : 1.0;
    town.ties[{from, to}] = scale * (1.0 + static_cast<double>(random.below(9))) / 10.0;
  }
  return town;
}

/// Makes one change of any kind to both.
void change(Random& random, Town& town, IncrementalWalk& walk) {
  const auto person = [&] { return static_cast<NodeId>(random.below(town.seeds.size())); };
  const NodeId one = person(), other = person();
  switch (random.below(5)) {
    case 0:
      REQUIRE(walk.add_person() == town.seeds.size());
      town.seeds.push_back(0.0);
      break;
    case 1:
      walk.remove_person(one);
      std::erase_if(town.ties, [&](const auto& tie) {
        return tie.first.first == one || tie.first.second == one;
      });
      town.seeds[one] = 0.0;
      break;
    case 2:
      walk.add_to_seed(one, 1.0);
      town.seeds[one] += 1.0;
      break;
    case 3:
      walk.set_tie(one, other, 0.0);
      town.ties.erase({one, other});
      break;
    default:
      walk.set_tie(one, other, 2.5);
      town.ties[{one, other}] = 2.5;
  }
}

}  // namespace

TEST_CASE("IncrementalWalk: after any changes, the scores of a full run within the tolerance") {
  Random random(151, 0);
  for (int round = 0; round < 300; ++round) {
    Town town = random_town(random);
    const Graph graph = town.graph();
    const IncrementalWalkOptions options{
        .damping = random.below(2) == 0 ? 0.85 : 0.5,
        .tolerance = random.below(2) == 0 ? 1e-6 : 1e-9,
        .sinks = random.below(2) == 0 ? Sinks::Seeds : Sinks::Absorb};
    IncrementalWalk walk(graph, town.seeds, options);
    for (int step = 0; step < 8; ++step) {
      for (std::uint64_t i = random.below(4); i > 0; --i) change(random, town, walk);
      const WalkUpdate update = walk.update();
      const double distance =
          l1_distance(walk.scores(), town.scores(options.damping, options.sinks));
      INFO(round << " " << step << " " << distance << " " << update.error);
      REQUIRE(distance <= update.error + 1e-12);
      REQUIRE(update.error <= 1.02 * options.tolerance);
    }
  }
}

TEST_CASE("IncrementalWalk: what is undone leaves the scores as they were") {
  Random random(152, 0);
  for (int round = 0; round < 50; ++round) {
    const Town town = random_town(random);
    const Graph graph = town.graph();
    IncrementalWalk walk(graph, town.seeds, {.tolerance = 1e-9});
    walk.update();
    const std::vector<double> before = walk.scores();
    const auto one = static_cast<NodeId>(random.below(town.seeds.size()));
    const auto tie = town.ties.find({one, 0});
    walk.set_tie(one, 0, 7.0);
    walk.add_to_seed(one, 3.0);
    walk.update();
    walk.set_tie(one, 0, tie == town.ties.end() ? 0.0 : tie->second);
    walk.add_to_seed(one, -3.0);
    walk.update();
    CHECK(l1_distance(walk.scores(), before) <= 4e-9);
  }
}

TEST_CASE("IncrementalWalk: scores stay those of before until the update") {
  const Graph graph = testing::cycle(5);
  IncrementalWalk walk(graph, std::vector<double>(5, 1.0), {});
  const std::vector<double> before = walk.scores();
  walk.set_tie(0, 2, 1.0);
  CHECK(walk.scores() == before);
  CHECK(walk.update().edge_visits > 0);
  CHECK(l1_distance(walk.scores(), before) > 0.01);
  CHECK(walk.update().edge_visits == 0);
}

TEST_CASE("IncrementalWalk: one tie among a million costs a twentieth of a full run or less") {
  const auto arcs = testing::all_arcs(*rmat({.scale = 16, .edge_factor = 16, .seed = 2}));
  const Graph graph = testing::graph_of(1 << 16, testing::Ties(arcs.begin(), arcs.end()));
  std::vector<double> seeds(graph.num_nodes());
  for (NodeId v = 0; v < 50; ++v) seeds[v * 1'000] = 1.0;
  IncrementalWalk walk(graph, seeds, {.tolerance = 1e-6});
  constexpr double kPasses = 85.0;  // log(1e-6) / log(0.85)
  std::uint64_t visits = 0;
  Random random(153, 0);
  for (int i = 0; i < 20; ++i) {
    walk.set_tie(static_cast<NodeId>(random.below(1 << 16)),
                 static_cast<NodeId>(random.below(1 << 16)), 1.0);
    visits += walk.update().edge_visits;
  }
  CHECK(static_cast<double>(visits) / 20.0 <
        0.05 * kPasses * static_cast<double>(graph.num_edges()));
}

TEST_CASE("IncrementalWalk: passes over all ties take over where everything changed") {
  const Graph graph = testing::random_graph(200, 2'000, 3);
  IncrementalWalk walk(graph, std::vector<double>(200, 1.0), {.tolerance = 1e-9});
  Town town{.seeds = std::vector<double>(200, 1.0)};
  for (NodeId u = 0; u < 200; ++u) {
    for (NodeId v = 0; v < 200; ++v) walk.set_tie(u, v, (u + v) % 7 == 0 ? 1.0 : 0.0);
    for (NodeId v = 0; v < 200; ++v)
      if ((u + v) % 7 == 0) town.ties[{u, v}] = 1.0;
  }
  walk.update();
  CHECK(l1_distance(walk.scores(), town.scores(0.85, Sinks::Seeds)) <= 1e-9);
}

TEST_CASE("IncrementalWalk: sinks that go to all, and weights that are none, are refused") {
  const Graph graph = testing::cycle(3);
  const std::vector<double> seeds(3, 1.0);
  CHECK(testing::error_of([&] {
          IncrementalWalk(graph, seeds, {.sinks = Sinks::All});
        }).starts_with("InvalidOption sinks"));
  IncrementalWalk walk(graph, seeds, {});
  CHECK(testing::error_of([&] { walk.set_tie(0, 1, -1.0); }).starts_with("InvalidOption weight"));
}
