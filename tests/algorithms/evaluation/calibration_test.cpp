#include "algorithms/evaluation/calibration.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using Values = std::vector<double>;

TEST_CASE("calibration: twenty people without ties fall into deciles of two") {
  Values score, outcome;
  for (int i = 0; i < 20; ++i) {
    score.push_back(i);
    outcome.push_back(i % 3);
  }
  const auto bins = calibration(rank_outcomes(score, outcome));
  REQUIRE(bins.size() == 10);
  for (std::size_t b = 0; b < 10; ++b) {
    const auto high = 19 - 2 * static_cast<int>(b);
    CHECK(bins[b].people == 2.0);
    CHECK(bins[b].predicted == high + high - 1);
    CHECK(bins[b].realised == high % 3 + (high - 1) % 3);
  }
}

TEST_CASE("calibration: people of equal scores share the places, also across a bin's edge") {
  const auto bins = calibration(rank_outcomes(Values{1, 1, 1}, Values{6, 0, 0}), 2);
  REQUIRE(bins.size() == 2);
  for (const CalibrationBin& bin : bins) {
    CHECK(bin.people == 1.5);
    CHECK(bin.predicted == 1.5);
    CHECK(bin.realised == Approx(3.0));
  }
}

TEST_CASE("calibration: bins sum to the list, whatever its length, ties and number of bins") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed, 2);
    Values score, outcome;
    const std::uint64_t n = random.below(30);
    double predicted = 0.0, realised = 0.0;
    for (std::uint64_t i = 0; i < n; ++i) {
      score.push_back(static_cast<double>(random.below(6)));
      outcome.push_back(static_cast<double>(random.below(3)));
      predicted += score.back();
      realised += outcome.back();
    }
    const int count = 1 + static_cast<int>(random.below(12));
    const auto bins = calibration(rank_outcomes(score, outcome), count);
    REQUIRE(bins.size() == static_cast<std::size_t>(count));
    CalibrationBin sum;
    for (const CalibrationBin& bin : bins) {
      CHECK(bin.people == Approx(static_cast<double>(n) / count).margin(1e-9));
      sum.predicted += bin.predicted;
      sum.realised += bin.realised;
    }
    CHECK(sum.predicted == Approx(predicted).margin(1e-9));
    CHECK(sum.realised == Approx(realised).margin(1e-9));
  }
}

TEST_CASE("calibration: fewer than one bin is refused") {
  CHECK(testing::error_of([] { calibration({}, 0); }).starts_with("InvalidOption bins: "));
}

TEST_CASE("interval_coverage: ends count as inside") {
  CHECK(*interval_coverage(Values{0, 2, 3, 0}, Values{1, 2, 4, 9}, Values{1, 2, 5, 4}) == 0.75);
  CHECK_FALSE(interval_coverage(Values{}, Values{}, Values{}));
}

TEST_CASE("interval_coverage: an interval turned round or NaN is refused by row") {
  const double nan = std::nan("");
  const auto refused = [](double low, double high, double outcome) {
    return testing::error_of(
        [&] { interval_coverage(Values{low}, Values{high}, Values{outcome}); });
  };
  CHECK(refused(2, 1, 1).starts_with("BadInput evaluation: row 1: "));
  CHECK(refused(nan, 1, 1).starts_with("BadInput evaluation: row 1: "));
  CHECK(refused(0, 1, nan).starts_with("BadInput evaluation: row 1: "));
  CHECK(testing::error_of([] {
          interval_coverage(Values{}, Values{1}, Values{1});
        }).starts_with("BadInput evaluation: 0 and 1 ends beside 1"));
}

}  // namespace
}  // namespace grapevine
