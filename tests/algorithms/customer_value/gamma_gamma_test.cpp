#include "algorithms/customer_value/gamma_gamma.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/buying.hpp"
#include "tests/support/cdnow.hpp"

namespace grapevine {
namespace {

/// Customers as the model says they are.
std::vector<RepeatSpend> drawn_spenders(const SpendParameters& at, std::size_t count,
                                        std::uint64_t seed) {
  std::vector<RepeatSpend> drawn;
  for (std::size_t i = 0; i < count; ++i) {
    Random random(seed, i);
    const double x = static_cast<double>(random.below(5)),
                 rate = testing::gamma_draw(random, at[1], at[2]);
    drawn.push_back({x, x > 0.0 ? testing::gamma_draw(random, at[0] * x, rate) / x : 0.0});
  }
  return drawn;
}

TEST_CASE("gamma-gamma: CDNOW has the estimates of lifetimes, from the log of purchases") {
  if (!testing::have_shared_data(testing::kCdnow)) return;
  const auto spend = testing::cdnow_summary(true).spend;
  const SpendFit fit = fit_spend(spend);
  CHECK(fit.estimate.converged);
  CHECK(fit.customers == 946.0);
  CHECK(fit.parameters()[0] == Approx(6.249573).margin(2e-6));
  CHECK(fit.parameters()[1] == Approx(3.744225).margin(2e-6));
  CHECK(fit.parameters()[2] == Approx(15.443520).margin(2e-6));
  CHECK(fit.estimate.value == Approx(-4055.9177).margin(1e-4));
  CHECK(fit.correlation == Approx(0.1139).margin(1e-4));
  // lifetimes' first customers, from its own summary, whose estimates differ in the fourth digit.
  CHECK(forecast_spend(fit, {2.0, 22.35}).mean == Approx(24.6586).epsilon(1e-3));
  CHECK(forecast_spend(fit, {}).mean == Approx(35.1710).epsilon(1e-3));
}

TEST_CASE("gamma-gamma: slopes are those of differences, in the table of x and beyond it") {
  auto customers = drawn_spenders({6.0, 3.5, 15.0}, 300, 2);
  customers.push_back({900.0, 12.5});
  const std::vector<double> at = {1.2, 0.9, 2.4};
  const auto slopes = spend_likelihood(customers, at).slopes;
  for (std::size_t i = 0; i < 3; ++i) {
    auto low = at, high = at;
    low[i] -= 1e-6;
    high[i] += 1e-6;
    const double difference =
        spend_likelihood(customers, high).value - spend_likelihood(customers, low).value;
    CHECK(slopes[i] == Approx(difference / 2e-6).epsilon(1e-5));
  }
}

TEST_CASE("gamma-gamma: the likelihood of a customer is the mixture over his rate, integrated") {
  // One customer: mean 20 of 3 purchases is Gamma(3 p, 3 nu), nu from Gamma(q, v). By the
  // trapezoidal rule in ln nu.
  const double p = 2.0, q = 3.0, v = 30.0, x = 3.0, mean = 20.0;
  double sum = 0.0;
  constexpr double kStep = 0.01;
  for (double u = -20.0; u < 8.0; u += kStep) {
    const double nu = std::exp(u);
    const double spend = p * x * std::log(nu * x) + (p * x - 1.0) * std::log(mean) - nu * x * mean -
                         std::lgamma(p * x);
    const double rate = q * std::log(v) + q * u - v * nu - std::lgamma(q);
    sum += std::exp(spend + rate) * kStep;
  }
  const std::vector<double> at = {std::log(p), std::log(q), std::log(v)};
  const std::vector<RepeatSpend> one = {{x, mean}};
  CHECK(spend_likelihood(one, at).value == Approx(std::log(sum)).epsilon(1e-10));
}

TEST_CASE("gamma-gamma: planted parameters are found within three standard errors") {
  const SpendParameters planted{6.25, 3.74, 15.44};
  const SpendFit fit = fit_spend(drawn_spenders(planted, 20'000, 3));
  REQUIRE(fit.estimate.converged);
  CHECK(fit.is_usable());
  for (std::size_t i = 0; i < 3; ++i) {
    const double log_error = std::sqrt(fit.estimate.covariance[4 * i]);
    CHECK(std::abs(fit.estimate.at[i] - std::log(planted[i])) < 3.0 * log_error);
    CHECK(fit.standard_error(i) == Approx(fit.parameters()[i] * log_error));
  }
  CHECK(std::abs(fit.correlation) < 0.05);
}

TEST_CASE("gamma-gamma: a forecast has the moments of purchases drawn for such a customer") {
  const SpendFit fit = fit_spend(drawn_spenders({6.25, 3.74, 15.44}, 20'000, 3));
  const auto [p, q, v] = fit.parameters();
  const RepeatSpend customer{3.0, 12.0};
  const SpendForecast told = forecast_spend(fit, customer);
  double sum = 0.0, square = 0.0;
  constexpr int kDraws = 200'000, kPurchases = 4;
  for (int i = 0; i < kDraws; ++i) {
    Random random(5, static_cast<std::uint64_t>(i));
    const double nu = testing::gamma_draw(random, p * 3.0 + q, v + 36.0);
    const double spent = testing::gamma_draw(random, p * kPurchases, nu);
    sum += spent;
    square += spent * spent;
  }
  CHECK(told.mean == Approx(sum / kDraws / kPurchases).epsilon(0.01));
  CHECK(told.by_count * kPurchases + told.by_square * kPurchases * kPurchases ==
        Approx(square / kDraws).epsilon(0.02));
}

TEST_CASE("gamma-gamma: slopes of a forecast are those of differences") {
  SpendFit fit = fit_spend(drawn_spenders({6.25, 3.74, 15.44}, 20'000, 3));
  const RepeatSpend customers[] = {{}, {3.0, 12.0}};
  for (const RepeatSpend& customer : customers) {
    const auto slopes = forecast_spend(fit, customer).slopes;
    for (std::size_t i = 0; i < 3; ++i) {
      SpendFit low = fit, high = fit;
      low.estimate.at[i] -= 1e-6;
      high.estimate.at[i] += 1e-6;
      const double difference = std::log(forecast_spend(high, customer).mean) -
                                std::log(forecast_spend(low, customer).mean);
      CHECK(slopes[i] == Approx(difference / 2e-6).epsilon(1e-6).margin(1e-8));
    }
  }
}

TEST_CASE("gamma-gamma: equal spending, too few, nothing or refunds have means, no fit") {
  const std::vector<RepeatSpend> equal(50, {2.0, 7.5});
  const SpendFit alike = fit_spend(equal);
  CHECK_FALSE(alike.is_usable());
  CHECK(alike.correlation == 0.0);
  CHECK(forecast_spend(alike, {2.0, 7.5}).mean == 7.5);
  CHECK(forecast_spend(alike, {}).mean == 7.5);
  CHECK(forecast_spend(alike, {}).by_square == Approx(7.5 * 7.5));
  const std::vector<RepeatSpend> few = {{1.0, 5.0}, {2.0, 9.0}, {1.0, -4.0}, {0.0, 0.0}};
  const SpendFit two = fit_spend(few);
  CHECK(two.estimate.at.empty());
  CHECK(two.customers == 2.0);
  CHECK(forecast_spend(two, {}).mean == 7.0);
  CHECK(forecast_spend(two, {1.0, -4.0}).mean == 0.0);
  CHECK(fit_spend({}).mean == 0.0);
  CHECK(std::isnan(two.standard_error(0)));
  SpendFit heavy = fit_spend(drawn_spenders({6.25, 3.74, 15.44}, 20'000, 3));
  heavy.estimate.at[1] = std::log(1.9);
  CHECK_FALSE(heavy.is_usable());
}

TEST_CASE("gamma-gamma: 1 and 8 threads give the same bits") {
  const auto customers = drawn_spenders({6.25, 3.74, 15.44}, 30'000, 9);
  SpendFit fits[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    fits[threads / 8] = fit_spend(customers);
  }
  CHECK(fits[0].estimate.at == fits[1].estimate.at);
  CHECK(fits[0].estimate.covariance == fits[1].estimate.covariance);
  CHECK(fits[0].correlation == fits[1].correlation);
}

}  // namespace
}  // namespace grapevine
