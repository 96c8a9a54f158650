#include "algorithms/customer_value/lifetime_forecast.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/buying.hpp"
#include "tests/support/cdnow.hpp"

namespace grapevine {
namespace {

using testing::cdnow_parameters;
using testing::kBuyingModelNames;
using testing::kBuyingModels;

double total(const std::vector<LifetimeForecast>& all, double LifetimeForecast::* member) {
  double sum = 0.0;
  for (const LifetimeForecast& one : all) sum += one.*member;
  return sum;
}

TEST_CASE("lifetime forecast: CDNOW, a year at 1 % a month, is what lifetimes has") {
  if (!testing::have_shared_data(testing::kCdnow)) return;
  const auto summary = testing::cdnow_summary(true);
  const auto counts = count_equal_buyers(summary.buying);
  const BuyingFit fit = fit_buying(BuyingModelKind::BgNbd, counts);
  const SpendFit spending = fit_spend(summary.spend);
  const auto year =
      forecast_lifetimes(fit, spending, counts, summary.spend, {12 * 4.345, 0.01, 4.345, 0.95});
  CHECK(total(year, &LifetimeForecast::value) == Approx(71'508.72).margin(0.01));
  const auto weeks = forecast_lifetimes(fit, spending, counts, summary.spend, {.length = 39.0});
  CHECK(total(weeks, &LifetimeForecast::purchases) == Approx(1653.4233).margin(2e-4));
  const RepeatBuying one[] = {{2.0, 30.43, 38.86}};
  const RepeatSpend nothing[] = {{}};
  const auto known =
      forecast_lifetimes(fit, {}, count_equal_buyers(one), nothing, {.length = 39.0});
  CHECK(known[0].purchases == Approx(1.2259104).margin(2e-7));
  CHECK(known[0].alive == Approx(0.7266091).margin(2e-7));
}

/// A fit as if somebody had found these parameters, with errors of 10 % that know nothing of one
/// another.
BuyingFit made_fit(BuyingModelKind kind) {
  BuyingFit fit{.kind = kind};
  for (const double p : cdnow_parameters(kind)) fit.estimate.at.push_back(std::log(p));
  fit.estimate.covariance.assign(16, 0.0);
  for (std::size_t i = 0; i < 4; ++i) fit.estimate.covariance[5 * i] = 0.01;
  fit.estimate.converged = true;
  return fit;
}

SpendFit made_spending() {
  SpendFit fit;
  for (const double p : {6.25, 3.74, 15.44}) fit.estimate.at.push_back(std::log(p));
  fit.estimate.covariance = {0.04, 0.0, 0.0, 0.0, 0.01, 0.0, 0.0, 0.0, 0.09};
  fit.estimate.converged = true;
  return fit;
}

TEST_CASE("lifetime forecast: the value is the sum over periods, written out") {
  const RepeatBuying history[] = {{2.0, 30.43, 38.86}};
  const RepeatSpend spend[] = {{2.0, 22.35}};
  const auto counts = count_equal_buyers(history);
  for (const BuyingModelKind kind : kBuyingModels) {
    const BuyingFit fit = made_fit(kind);
    // Periods end at 4, 8 and 10.
    const auto found = forecast_lifetimes(fit, made_spending(), counts, spend, {10.0, 0.1, 4.0});
    const auto until = [&](double length) {
      return forecast_lifetimes(fit, {}, counts, spend, {.length = length})[0].purchases;
    };
    const double discounted =
        until(4.0) / 1.1 + (until(8.0) - until(4.0)) / 1.21 + (until(10.0) - until(8.0)) / 1.331;
    const double mean = forecast_spend(made_spending(), spend[0]).mean;
    CHECK(found[0].value == Approx(discounted * mean).epsilon(1e-12));
    CHECK(found[0].purchases == Approx(until(10.0)).epsilon(1e-12));
    CHECK(found[0].spend == Approx(mean));
    // A horizon of whole periods has no empty one behind it.
    const auto whole = forecast_lifetimes(fit, {}, counts, spend, {3 * 0.1, 0.1, 0.1});
    CHECK(whole[0].value < until(0.3) * 22.35);
  }
}

TEST_CASE("lifetime forecast: the error is that of the delta method, by plain differences") {
  const RepeatBuying history[] = {{2.0, 30.43, 38.86}, {0.0, 0.0, 20.0}};
  const RepeatSpend spend[] = {{2.0, 22.35}, {}};
  const auto counts = count_equal_buyers(history);
  const ValueHorizon horizon{26.0, 0.05, 4.0};
  for (const BuyingModelKind kind : kBuyingModels) {
    const BuyingFit fit = made_fit(kind);
    const SpendFit spending = made_spending();
    const auto found = forecast_lifetimes(fit, spending, counts, spend, horizon);
    double variance[2] = {};
    for (std::size_t i = 0; i < 7; ++i) {
      std::vector<LifetimeForecast> moved[2];
      for (int way = 0; way < 2; ++way) {
        BuyingFit buying = fit;
        SpendFit spends = spending;
        (i < 4 ? buying.estimate.at[i] : spends.estimate.at[i - 4]) += way == 0 ? -1e-5 : 1e-5;
        moved[way] = forecast_lifetimes(buying, spends, counts, spend, horizon);
      }
      const double error =
          i < 4 ? fit.estimate.covariance[5 * i] : spending.estimate.covariance[4 * (i - 4)];
      for (std::size_t c = 0; c < 2; ++c) {
        const double slope = (moved[1][c].value - moved[0][c].value) / 2e-5;
        variance[c] += slope * slope * error;
      }
    }
    CAPTURE(kBuyingModelNames[static_cast<int>(kind)]);
    for (std::size_t c = 0; c < 2; ++c)
      CHECK(found[c].error == Approx(std::sqrt(variance[c])).epsilon(1e-4));
  }
}

TEST_CASE("lifetime forecast: groups differ by their alpha, and its error is theirs alone") {
  BuyingFit fit = made_fit(BuyingModelKind::BgNbd);
  fit.num_groups = 2;
  fit.estimate.at.push_back(std::log(0.5));
  fit.estimate.covariance.assign(25, 0.0);
  fit.estimate.covariance[24] = 0.04;
  const RepeatBuying history[] = {{1.0, 10.0, 30.0}, {1.0, 10.0, 30.0}};
  const std::uint32_t groups[] = {0, 1};
  const RepeatSpend spend[] = {{1.0, 10.0}, {1.0, 10.0}};
  const auto found = forecast_lifetimes(fit, {}, count_equal_buyers(history, groups, 2), spend, {});
  CHECK(found[0].error == 0.0);
  BuyingFit moved = fit;
  moved.estimate.at[4] += 1e-5;
  const auto there =
      forecast_lifetimes(moved, {}, count_equal_buyers(history, groups, 2), spend, {});
  CHECK(found[1].error ==
        Approx(0.2 * std::abs(there[1].value - found[1].value) / 1e-5).epsilon(1e-3));
  CHECK(there[0].value == found[0].value);
  const auto fast = make_buying_model(fit.kind, fit.parameters(1), 1.0);
  CHECK(found[1].alive == Approx(std::exp(fast->likelihood(history[1]).log_alive)));
}

TEST_CASE("lifetime forecast: without a covariance there is no error, and still an interval") {
  BuyingFit fit = made_fit(BuyingModelKind::ParetoNbd);
  fit.estimate.covariance.clear();
  const RepeatBuying history[] = {{9.0, 28.0, 30.0}};
  const RepeatSpend spend[] = {{9.0, 10.0}};
  const auto one = forecast_lifetimes(fit, {}, count_equal_buyers(history), spend, {})[0];
  CHECK(std::isnan(one.error));
  CHECK((one.low >= 0.0 && one.low < one.value && one.value < one.high));
}

TEST_CASE("lifetime forecast: intervals of sums, by hand") {
  // Always the same; nothing at all; more often nothing than the interval leaves out.
  CHECK(interval_of_sum(0.0, 5.0, 0.0, 0.95).low == 5.0);
  CHECK(interval_of_sum(0.0, 5.0, 0.0, 0.95).high == 5.0);
  CHECK(interval_of_sum(1.0, 0.0, 0.0, 0.95).high == 0.0);
  CHECK(interval_of_sum(0.99, 1.0, 3.0, 0.95).high == 0.0);
  CHECK(interval_of_sum(0.5, 5.0, 60.0, 0.95).low == 0.0);
  // Gamma(4, 1): quantiles 1.0899 and 8.7673 (tables of chi-square with 8 degrees, halved).
  const Interval gamma = interval_of_sum(0.0, 4.0, 4.0, 0.95);
  CHECK(gamma.low == Approx(1.0899).epsilon(0.02));
  CHECK(gamma.high == Approx(8.7673).epsilon(0.01));
}

TEST_CASE(
    "lifetime forecast: what simulated customers spend lies in its interval as often as said") {
  constexpr std::size_t kCustomers = 20'000;
  constexpr double kHorizon = 40.0;
  const SpendParameters spends{6.25, 3.74, 15.44};
  for (const BuyingModelKind kind : kBuyingModels) {
    BuyingFit fit = made_fit(kind);
    fit.estimate.covariance.assign(16, 0.0);  // the parameters are known
    SpendFit spending = made_spending();
    spending.estimate.covariance.assign(9, 0.0);
    const auto drawn =
        testing::draw_customers(kind, cdnow_parameters(kind), 40.0, kHorizon, kCustomers, 21);
    const auto histories = testing::histories_of(drawn);
    std::vector<RepeatSpend> spend;
    std::vector<double> brought;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      Random random(22, i);
      const double nu = testing::gamma_draw(random, spends[1], spends[2]);
      const double x = drawn[i].history.frequency;
      spend.push_back({x, x > 0.0 ? testing::gamma_draw(random, spends[0] * x, nu) / x : 0.0});
      brought.push_back(
          drawn[i].later > 0.0 ? testing::gamma_draw(random, spends[0] * drawn[i].later, nu) : 0.0);
    }
    const auto found = forecast_lifetimes(fit, spending, count_equal_buyers(histories), spend,
                                          {.length = kHorizon});
    double above = 0.0, below = 0.0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      above += brought[i] > found[i].high;
      below += brought[i] < found[i].low;
    }
    CAPTURE(kBuyingModelNames[static_cast<int>(kind)], above / kCustomers, below / kCustomers);
    // Low ends are 0 but for the busiest; a sum of 0 is never above.
    CHECK(above / kCustomers < 0.035);
    CHECK(above / kCustomers > 0.01);
    CHECK(below / kCustomers < 0.025);
  }
}

TEST_CASE("lifetime forecast: 1, 2, 3 and 8 threads give the same bits") {
  const auto drawn = testing::histories_of(testing::draw_customers(
      BuyingModelKind::BgNbd, cdnow_parameters(BuyingModelKind::BgNbd), 40.0, 1.0, 5'000, 8));
  const auto counts = count_equal_buyers(drawn);
  std::vector<RepeatSpend> spend;
  for (const RepeatBuying& one : drawn) spend.push_back({one.frequency, 10.0});
  const auto values = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    std::vector<std::array<double, 4>> all;
    for (const auto& one : forecast_lifetimes(made_fit(BuyingModelKind::BgNbd), made_spending(),
                                              counts, spend, {52.0, 0.01, 4.0}))
      all.push_back({one.value, one.error, one.low, one.high});
    return all;
  };
  const auto alone = values(1);
  for (const std::size_t threads : {2U, 3U, 8U}) CHECK(values(threads) == alone);
}

}  // namespace
}  // namespace grapevine
