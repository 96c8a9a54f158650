#include "algorithms/forecast/referral_worth.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

TEST_CASE("referral_worth: equal referrals are worth the same, who has none gets the mean") {
  const std::vector<double> value{20.0, 0.0, 30.0}, referrals{2.0, 0.0, 3.0};
  for (const double worth : expected_worth({value, referrals, 3})) CHECK(worth == Approx(10.0));
}

TEST_CASE("referral_worth: nobody has a referral") {
  const std::vector<double> none{0.0, 0.0};
  for (const double worth : expected_worth({none, none, 2})) CHECK(std::isnan(worth));
  CHECK(expected_worth({{}, {}, 0}).empty());
}

/// People whose referrals are worth `spread` about 10 on average, each referral 2 about that.
double mean_weight_of_own(double spread, std::uint64_t seed) {
  constexpr std::size_t kPeople = 4'000;
  std::vector<double> value(kPeople), referrals(kPeople), truth(kPeople);
  for (std::size_t p = 0; p < kPeople; ++p) {
    Random random(seed, p);
    const auto normal = [&] {
      double sum = -6.0;
      for (int i = 0; i < 12; ++i) sum += random.uniform();
      return sum;
    };
    truth[p] = 10.0 + spread * normal();
    referrals[p] = static_cast<double>(1 + random.below(9));
    for (int i = 0; i < static_cast<int>(referrals[p]); ++i) value[p] += truth[p] + 2.0 * normal();
  }
  const std::vector<double> worth = expected_worth({value, referrals, kPeople});
  double weight = 0.0, count = 0.0;
  for (std::size_t p = 0; p < kPeople; ++p)
    if (const double own = value[p] / referrals[p];
        referrals[p] == 5.0 && std::abs(own - 10.0) > 0.1) {
      weight += (worth[p] - 10.0) / (own - 10.0);
      ++count;
    }
  return weight / count;
}

TEST_CASE("referral_worth: the credibility of five referrals is n / (n + s^2 / a)") {
  // a = 9, s^2 = 4: 5 / (5 + 4 / 9).
  CHECK(mean_weight_of_own(3.0, 1) == Approx(5.0 / (5.0 + 4.0 / 9.0)).margin(0.05));
  // a = 1: 5 / 9.
  CHECK(mean_weight_of_own(1.0, 2) == Approx(5.0 / 9.0).margin(0.1));
}

TEST_CASE("referral_worth: people who differ by chance alone are given the mean") {
  CHECK(mean_weight_of_own(0.0, 3) < 0.15);
}

TEST_CASE("referral_worth: a context without referrals has the worth of all") {
  const std::vector<double> value{20.0, 40.0, 0.0, 0.0}, referrals{2.0, 4.0, 0.0, 0.0};
  const std::vector<double> worth = expected_worth({value, referrals, 2});
  CHECK(worth[2] == Approx(10.0));
  CHECK(worth[3] == Approx(10.0));
}

}  // namespace
}  // namespace grapevine
