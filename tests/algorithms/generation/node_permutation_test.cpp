#include "algorithms/generation/node_permutation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace grapevine;

TEST_CASE("NodePermutation: a bijection of 0 .. 2^bits - 1, for every number of bits to 16") {
  for (int bits = 0; bits <= 16; ++bits)
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      const NodePermutation permutation(bits, seed, 1);
      std::vector<bool> seen(std::size_t{1} << bits);
      for (NodeId node = 0; node < seen.size(); ++node) {
        CAPTURE(bits, seed, node);
        REQUIRE(permutation(node) < seen.size());
        REQUIRE_FALSE(seen[permutation(node)]);
        seen[permutation(node)] = true;
      }
    }
}

TEST_CASE("NodePermutation: no two of a million ids of 32 bits meet, first ones or spread ones") {
  const NodePermutation permutation(32, 3, 1);
  for (const NodeId step : {1U, 4096U}) {
    std::vector<NodeId> ids;
    for (NodeId i = 0; i < 1 << 20; ++i) ids.push_back(permutation(i * step));
    std::ranges::sort(ids);
    CHECK(std::ranges::adjacent_find(ids) == ids.end());
  }
}

// R-MAT's degrees fall with the number of ones in an id: ids with few of them must not stay near
// one another, nor may degrees be read off any part of the new ids.
TEST_CASE("NodePermutation: ids that differ in one bit end far apart, in high and low bits") {
  constexpr int kBits = 20;
  const NodePermutation permutation(kBits, 11, 1);
  for (int bit = 0; bit < kBits; ++bit) {
    std::vector<int> flips(kBits);
    for (NodeId node = 0; node < 4096; ++node) {
      const NodeId id = node * 257 % (1U << kBits);
      const NodeId change = permutation(id) ^ permutation(id ^ (1U << bit));
      for (std::size_t other = 0; other < kBits; ++other) flips[other] += change >> other & 1;
    }
    const auto [least, most] = std::ranges::minmax(flips);
    CAPTURE(bit, least, most);
    CHECK(least > 4096 / 4);
    CHECK(most < 4096 * 3 / 4);
  }
}

TEST_CASE("NodePermutation: another seed or item is another permutation") {
  const NodePermutation one(16, 1, 1), seed(16, 2, 1), item(16, 1, 2);
  int same_seed = 0, same_item = 0;
  for (NodeId node = 0; node < 1 << 16; ++node) {
    same_seed += one(node) == seed(node);
    same_item += one(node) == item(node);
  }
  CHECK(same_seed < 20);  // 1 is expected of random ones
  CHECK(same_item < 20);
}
