#include "loaders/edge_list/united.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/parallel/random.hpp"

using namespace grapevine;

TEST_CASE("united: the different values of all blocks in ascending order, as a set has them") {
  Random random(111, 0);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<int>> blocks(random.below(9));
    std::set<int> expected;
    for (auto& block : blocks)
      for (std::uint64_t i = random.below(20); i > 0; --i) {
        block.push_back(static_cast<int>(random.below(40)));
        expected.insert(block.back());
      }
    const std::vector<int> all = united(different_in_blocks<int>(
        blocks.size(), [&](std::size_t b, std::vector<int>& values) { values = blocks[b]; }));
    REQUIRE(all == std::vector<int>(expected.begin(), expected.end()));
  }
}
