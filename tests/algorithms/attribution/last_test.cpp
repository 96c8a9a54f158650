#include "algorithms/attribution/last.hpp"

#include "tests/support/attribution_laws.hpp"

namespace grapevine {
namespace {

using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return last(journeys); }

TEST_CASE("last: the latest touch takes all, whatever the weights") {
  const Journeys journeys =
      testing::journeys_of({{touch_of(1, 1, 9.0), touch_of(2, 2, 9.0), touch_of(1, 3, 0.1)},
                            {},
                            {touch_of(2)},
                            {touch_of(2), touch_of(3, 5)}});
  CHECK(last(journeys) == std::vector<double>{0.0, 0.0, 1.0, 1.0, 0.0, 1.0});
}

TEST_CASE("last: a touch after the purchase is not the last before it") {
  const Network network = testing::StudyBuilder()
                              .purchase({"bob", "2020-03-10", 1})
                              .touch({.from = "ann", .to = "bob", .t = "2020-03-01"})
                              .touch({.from = "cat", .to = "bob", .t = "2020-03-11"})
                              .build();
  const Journeys journeys = build_journeys(network, {});
  CHECK(last(journeys) == std::vector<double>{1.0});
  CHECK(network.people->name(journeys.touches[0].referrer) == "ann");
}

TEST_CASE("last: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("last: a sybil split never gains") {
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) == 0.0);
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

}  // namespace
}  // namespace grapevine
