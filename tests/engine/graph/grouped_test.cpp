#include "engine/graph/grouped.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

std::vector<NodeId> random_keys(std::size_t count, std::uint64_t bound, std::uint64_t seed) {
  Random random(seed, 0);
  std::vector<NodeId> keys(count);
  for (NodeId& key : keys) key = static_cast<NodeId>(random.below(bound));
  return keys;
}

template <class Place>
void check_groups(const std::vector<NodeId>& keys, std::size_t num_keys) {
  std::map<NodeId, std::vector<Place>> expected;
  for (std::size_t i = 0; i < keys.size(); ++i) expected[keys[i]].push_back(static_cast<Place>(i));
  const Groups<Place> groups = grouped<Place>(keys, num_keys);
  REQUIRE(groups.offsets.size() == num_keys + 1);
  REQUIRE(groups.offsets[num_keys] == keys.size());
  for (NodeId key = 0; key < num_keys; ++key) {
    const std::vector<Place> group(groups.places.begin() + groups.offsets[key],
                                   groups.places.begin() + groups.offsets[key + 1]);
    REQUIRE(group == expected[key]);
  }
}

}  // namespace

TEST_CASE("grouped: each place once, under its key, ascending") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    const std::size_t num_keys = 1 + 37 * round * round;
    check_groups<std::uint32_t>(random_keys(91 * round, num_keys, round), num_keys);
    check_groups<EdgeId>(random_keys(91 * round, num_keys, round), num_keys);
  }
}

TEST_CASE("grouped: many blocks, some of one key alone, and no keys at all") {
  check_groups<std::uint32_t>(random_keys(300'000, 70'000, 5), 70'000);
  std::vector<NodeId> keys(200'000, 512);
  check_groups<std::uint32_t>(keys, 513);
  keys.back() = 1'023;
  check_groups<std::uint32_t>(keys, 1'024);
  check_groups<std::uint32_t>({}, 3);
  check_groups<std::uint32_t>({}, 0);
}
