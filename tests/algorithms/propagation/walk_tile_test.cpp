#include "algorithms/propagation/walk_tile.hpp"

#include <catch2/catch.hpp>

#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

TEST_CASE("WalkTile: steps of two walks by hand, then of the one that is kept") {
  const Graph graph = testing::graph_of(3, {{0, 1}, {0, 2}, {1, 2}});
  const WalkSteps steps(graph);
  const SharedWalk<double> walk(steps);
  const WalkStart at_0{.seeds = {{0, 1.0}}}, at_1{.seeds = {{1, 1.0}}};
  WalkTile<double> tile(walk, {&at_0, &at_1}, 4, {.damping = 0.5, .sinks = Sinks::Absorb},
                        VectorSet::Plain);
  std::vector<double> change(4), rank_0(3), rank_1(3);
  tile.step(change, std::vector{rank_0.data(), rank_1.data(), static_cast<double*>(nullptr),
                                static_cast<double*>(nullptr)});
  CHECK(rank_0 == std::vector{0.5, 0.25, 0.25});
  CHECK(rank_1 == std::vector{0.0, 0.5, 0.5});
  CHECK(change == std::vector{1.0, 1.0, 0.0, 0.0});
  WalkTile<double> kept(std::move(tile), {1}, 1);
  change.resize(1);
  kept.step(change, std::vector{rank_1.data()});
  CHECK(rank_1 == std::vector{0.0, 0.5, 0.25});  // 1/2 restarts; half of 1/2 goes on to 2
  CHECK(change == std::vector{0.25});
}

}  // namespace
}  // namespace grapevine
