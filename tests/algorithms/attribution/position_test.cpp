#include "algorithms/attribution/position.hpp"

#include "tests/support/attribution_laws.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::touch_of;

std::vector<double> shares(const Journeys& journeys) { return position(journeys); }

void check_shares(const std::vector<JourneyTouch>& touches, const PositionOptions& options,
                  const std::vector<double>& expected) {
  const auto share = position(testing::journeys_of({touches}), options);
  REQUIRE(share.size() == expected.size());
  for (std::size_t i = 0; i < share.size(); ++i)
    CHECK(share[i] == Approx(expected[i]).epsilon(1e-14).margin(1e-15));
}

TEST_CASE("position: one, two, three and five people") {
  const JourneyTouch a = touch_of(1, 1), b = touch_of(2, 2), c = touch_of(3, 3);
  check_shares({a}, {}, {1.0});
  check_shares({a, b}, {}, {0.5, 0.5});
  check_shares({a, b, c}, {}, {0.4, 0.2, 0.4});
  check_shares({a, b, c, touch_of(4, 4), touch_of(5, 5)}, {},
               {0.4, 0.2 / 3, 0.2 / 3, 0.2 / 3, 0.4});
}

TEST_CASE("position: people stand at their first touches, with their largest weight") {
  check_shares({touch_of(1, 1), touch_of(2, 2), touch_of(1, 3)}, {}, {0.5, 0.5, 0.0});
  check_shares({touch_of(1, 1), touch_of(2, 2), touch_of(1, 3, 3.0)}, {}, {0.75, 0.25, 0.0});
}

TEST_CASE("position: other shares, of two people each takes half of the middle's") {
  const JourneyTouch a = touch_of(1, 1), b = touch_of(2, 2), c = touch_of(3, 3);
  const PositionOptions options{.first_share = 0.5, .last_share = 0.2};
  check_shares({a}, options, {1.0});
  check_shares({a, b}, options, {0.65, 0.35});
  check_shares({a, b, c}, options, {0.5, 0.3, 0.2});
  check_shares({a, b, c}, {.first_share = 1.0, .last_share = 0.0}, {1.0, 0.0, 0.0});
  check_shares({a, b, c}, {.first_share = 0.0, .last_share = 0.0}, {0.0, 1.0, 0.0});
  check_shares({a, b}, {.first_share = 0.0, .last_share = 0.0}, {0.5, 0.5});
  check_shares({a}, {.first_share = 0.0, .last_share = 0.0}, {1.0});
}

TEST_CASE("position: weights multiply the shares, which then sum to 1 again") {
  check_shares({touch_of(1, 1, 1.0), touch_of(2, 2, 4.0), touch_of(3, 3, 2.0)}, {},
               {0.2, 0.4, 0.4});
}

TEST_CASE("position: shares sum to 1, threads and the order of rows change no bit") {
  testing::check_sharing_laws(shares);
  testing::check_shuffling_law(shares);
}

TEST_CASE("position: a touch made into three gains as three people, not once these are merged") {
  CHECK(testing::gain_by_split(shares, {0, 100, 101}) > 0.05);
  CHECK(testing::gain_by_split(shares, {0, 0, 0}) == 0.0);
}

TEST_CASE("position: bad options are named") {
  const auto error = [](const PositionOptions& options) {
    return error_of([&] { position({}, options); });
  };
  CHECK(error({.first_share = -0.1}).starts_with("InvalidOption first_share"));
  CHECK(error({.last_share = std::nan("")}).starts_with("InvalidOption last_share"));
  CHECK(error({.first_share = 0.7, .last_share = 0.4})
            .starts_with("InvalidOption first_share + last_share"));
  CHECK(error({.first_share = 0.6, .last_share = 0.4}).empty());
  double share = 0.0;
  const JourneyTouch touch = touch_of(1, 1);
  CHECK(error_of([&] {
          position_rule({&touch, 1}, {&share, 1}, {.first_share = 0.7, .last_share = 0.4});
        }).starts_with("InvalidOption first_share + last_share"));
}

}  // namespace
}  // namespace grapevine
