#include "algorithms/attribution/first.hpp"

#include "tests/support/attribution_laws.hpp"

namespace grapevine {
namespace {

using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return first(journeys); }

TEST_CASE("first: the earliest touch takes all, whatever the weights") {
  const Journeys journeys =
      testing::journeys_of({{touch_of(1, 1, 0.1), touch_of(2, 2, 9.0), touch_of(1, 3)},
                            {},
                            {touch_of(2)},
                            {touch_of(2), touch_of(3, 5)}});
  CHECK(first(journeys) == std::vector<double>{1.0, 0.0, 0.0, 1.0, 1.0, 0.0});
}

TEST_CASE("first: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("first: a sybil split never gains") {
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) == 0.0);
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

}  // namespace
}  // namespace grapevine
