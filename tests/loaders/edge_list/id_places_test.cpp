#include "loaders/edge_list/id_places.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <set>
#include <string>

#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

/// Blocks of two columns each, of values that `draw` gives.
template <class Id, class Draw>
std::vector<std::array<std::vector<Id>, 2>> random_blocks(Random& random, const Draw& draw) {
  std::vector<std::array<std::vector<Id>, 2>> blocks(random.below(9));
  for (auto& columns : blocks)
    for (auto& column : columns)
      for (std::uint64_t i = random.below(500); i > 0; --i) column.push_back(draw());
  return blocks;
}

template <class Id>
void check_places(const std::vector<std::array<std::vector<Id>, 2>>& blocks) {
  std::set<Id> expected;
  for (const auto& columns : blocks)
    for (const auto& column : columns) expected.insert(column.begin(), column.end());
  const IdPlaces<Id> places(
      blocks.size(), [&](std::size_t b) { return IdColumns<Id>{blocks[b][0], blocks[b][1]}; });
  REQUIRE(places.ids() == std::vector<Id>(expected.begin(), expected.end()));
  std::uint32_t place = 0;
  for (const Id& id : expected) REQUIRE(places[id] == place++);
}

}  // namespace

TEST_CASE("IdPlaces: integers near to each other, far apart and at both ends of their range") {
  Random random(111, 0);
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t range = std::uint64_t{1} << random.below(63);
    const bool negative = random.below(3) == 0;
    check_places(random_blocks<std::int64_t>(random, [&] {
      const auto value = static_cast<std::int64_t>(random.below(range));
      if (random.below(50) == 0) return negative ? -kMost - 1 : kMost;
      return negative ? -value : value;
    }));
  }
  check_places<std::int64_t>({});
  check_places<std::int64_t>({{{{7, 7, 7}, {}}}});
}

TEST_CASE("IdPlaces: texts, empty ones and such that begin alike among them") {
  Random random(112, 0);
  std::vector<std::string> texts = {""};
  for (int i = 0; i < 3'000; ++i)
    texts.push_back(std::string(random.below(40), 'x') + std::to_string(random.below(2'000)));
  for (int round = 0; round < 100; ++round) {
    const std::uint64_t used = 1 + random.below(texts.size());
    check_places(random_blocks<std::string_view>(
        random, [&] { return std::string_view(texts[random.below(used)]); }));
  }
}

TEST_CASE("IdSet: ids of one hash are told apart, and what is not there is not found") {
  IdSet<std::int64_t> set;
  CHECK(set.find(1, 5, {}) == IdSet<std::int64_t>::kNone);
  for (std::int64_t id = 0; id < 1'000; ++id) set.add(id / 2, 5);
  REQUIRE(set.ids().size() == 500);
  for (std::int64_t id = 0; id < 500; ++id)
    REQUIRE(set.find(id, 5, set.ids()) == static_cast<std::uint32_t>(id));
  CHECK(set.find(500, 5, set.ids()) == IdSet<std::int64_t>::kNone);
}
