#include "algorithms/customer_value/buying_fit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "engine/parallel/blocks.hpp"
#include "tests/support/buying.hpp"
#include "tests/support/cdnow.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using testing::cdnow_parameters;
using testing::histories_of;
using testing::kBuyingModelNames;
using testing::kBuyingModels;

TEST_CASE("buying fit: CDNOW has the published estimates and log-likelihoods") {
  if (!testing::have_shared_data(testing::kCdnow)) return;
  const auto rounded = count_equal_buyers(testing::cdnow_summary(true).buying);
  const auto exact = count_equal_buyers(testing::cdnow_summary(false).buying);
  CHECK(rounded.row_of.size() == 2'357);
  // Fader, Hardie 2005; to more digits lifetimes 0.11.3, whose log-likelihood was put back on the
  // scale of the data; of Pareto/NBD it stops a little short of the maximum.
  struct Published {
    BuyingModelKind kind;
    BuyingParameters parameters;
    double value, within;
  };
  const Published published[] = {
      {BuyingModelKind::BgNbd, {0.242593, 4.413532, 0.792886, 2.425752}, -9582.4256, 1e-6},
      {BuyingModelKind::MbgNbd, {0.524838, 6.182988, 0.891356, 1.614000}, -9582.1327, 1e-6},
      {BuyingModelKind::ParetoNbd, {0.553283, 10.577818, 0.606217, 11.667999}, -9594.9739, 3e-5}};
  for (const Published& p : published) {
    const BuyingFit fit = fit_buying(p.kind, rounded);
    CAPTURE(kBuyingModelNames[static_cast<int>(p.kind)]);
    CHECK(fit.estimate.converged);
    CHECK(fit.estimate.gradient_norm < 1e-8);
    CHECK(fit.estimate.value == Approx(p.value).margin(1e-4));
    CHECK(fit.customers == 2'357.0);
    CHECK(fit.repeat_buyers == 946.0);
    for (std::size_t i = 0; i < 4; ++i)
      CHECK(fit.parameters()[i] == Approx(p.parameters[i]).epsilon(p.within).margin(1e-6));
  }
  const BuyingFit days = fit_buying(BuyingModelKind::BgNbd, exact);
  CHECK(days.parameters()[0] == Approx(0.242595).margin(1e-6));
  CHECK(days.parameters()[1] == Approx(4.413602).margin(1e-6));
  CHECK(days.estimate.value == Approx(-9582.4292).margin(1e-4));
}

TEST_CASE("buying fit: equal customers are one row, and weigh as much as each by itself") {
  const auto drawn = histories_of(testing::draw_customers(
      BuyingModelKind::BgNbd, cdnow_parameters(BuyingModelKind::BgNbd), 40.0, 1.0, 500, 3));
  std::vector<RepeatBuying> twice = drawn;
  twice.insert(twice.end(), drawn.begin(), drawn.end());
  const auto once = count_equal_buyers(drawn), both = count_equal_buyers(twice);
  CHECK(both.rows.size() == once.rows.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    CHECK(both.row_of[i] == both.row_of[i + drawn.size()]);
    CHECK(both.rows[both.row_of[i]].history == drawn[i]);
  }
  const std::vector<double> at = {-1.0, 1.5, -0.2, 0.9};
  for (const BuyingModelKind kind : kBuyingModels) {
    const auto model = make_buying_model(
        kind, {std::exp(at[0]), std::exp(at[1]), std::exp(at[2]), std::exp(at[3])}, 10.0);
    double sum = 0.0;
    for (const RepeatBuying& one : drawn) sum += model->likelihood(one).log_likelihood;
    CHECK(buying_likelihood(kind, once, at).value == Approx(sum).epsilon(1e-12));
    CHECK(buying_likelihood(kind, both, at).value == Approx(2.0 * sum).epsilon(1e-12));
  }
}

TEST_CASE("buying fit: slopes of groups are those of differences") {
  const auto drawn = histories_of(testing::draw_customers(
      BuyingModelKind::BgNbd, cdnow_parameters(BuyingModelKind::BgNbd), 40.0, 1.0, 300, 4));
  std::vector<std::uint32_t> groups;
  for (std::uint32_t i = 0; i < 300; ++i) groups.push_back(i % 3);
  const auto counts = count_equal_buyers(drawn, groups, 3);
  const std::vector<double> at = {-1.0, 1.5, -0.2, 0.9, 0.4, -0.3};
  for (const BuyingModelKind kind : kBuyingModels) {
    const auto slopes = buying_likelihood(kind, counts, at).slopes;
    for (std::size_t i = 0; i < at.size(); ++i) {
      auto low = at, high = at;
      low[i] -= 1e-5;
      high[i] += 1e-5;
      const double difference =
          buying_likelihood(kind, counts, high).value - buying_likelihood(kind, counts, low).value;
      CAPTURE(kBuyingModelNames[static_cast<int>(kind)], i);
      CHECK(slopes[i] == Approx(difference / 2e-5).epsilon(1e-5).margin(1e-4));
    }
  }
}

TEST_CASE("buying fit: a planted difference of two groups is found within three standard errors") {
  for (const BuyingModelKind kind : kBuyingModels) {
    BuyingParameters planted = cdnow_parameters(kind);
    auto drawn = histories_of(testing::draw_customers(kind, planted, 40.0, 1.0, 4'000, 11));
    std::vector<std::uint32_t> groups(drawn.size(), 0);
    planted[1] /= 1.6;  // the second group buys 1.6 times as often
    for (const auto& one : testing::draw_customers(kind, planted, 40.0, 1.0, 3'000, 12)) {
      drawn.push_back(one.history);
      groups.push_back(1);
    }
    const BuyingFit fit = fit_buying(kind, count_equal_buyers(drawn, groups, 2));
    CAPTURE(kBuyingModelNames[static_cast<int>(kind)]);
    REQUIRE(fit.estimate.converged);
    const double error = std::sqrt(fit.estimate.covariance.back());
    CHECK(std::abs(-fit.estimate.at[4] - std::log(1.6)) < 3.0 * error);
    CHECK(error < 0.1);
    CHECK(fit.parameters(0)[1] / fit.parameters(1)[1] == Approx(std::exp(-fit.estimate.at[4])));
    CHECK(fit.parameters(0)[0] == fit.parameters(1)[0]);
  }
}

TEST_CASE("buying fit: 1, 2, 3 and 8 threads give the same bits, and so do shuffled customers") {
  const auto drawn = histories_of(testing::draw_customers(
      BuyingModelKind::MbgNbd, cdnow_parameters(BuyingModelKind::MbgNbd), 40.0, 1.0, 9'000, 5));
  std::vector<RepeatBuying> reversed(drawn.rbegin(), drawn.rend());
  const auto alone = [&] {
    const ThreadLimit limit(1);
    return fit_buying(BuyingModelKind::MbgNbd, count_equal_buyers(drawn));
  }();
  for (const std::size_t threads : {2U, 3U, 8U}) {
    const ThreadLimit limit(threads);
    const BuyingFit fit = fit_buying(BuyingModelKind::MbgNbd, count_equal_buyers(reversed));
    CHECK(fit.estimate.at == alone.estimate.at);
    CHECK(fit.estimate.value == alone.estimate.value);
    CHECK(fit.estimate.covariance == alone.estimate.covariance);
  }
}

TEST_CASE("buying fit: what is no history is refused by name") {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto said = [](const RepeatBuying& history) {
    const std::vector<RepeatBuying> customers = {{0.0, 0.0, 1.0}, history};
    return testing::error_of([&] { count_equal_buyers(customers); });
  };
  CHECK(said({1.0, 0.0, 5.0}).starts_with("BadInput customer 2: a repeat purchase lies at"));
  CHECK(said({0.0, 2.0, 5.0}).starts_with("BadInput customer 2: nothing was bought again"));
  for (const RepeatBuying& wrong : {RepeatBuying{1.5, 2.0, 5.0}, RepeatBuying{-1.0, 2.0, 5.0},
                                    RepeatBuying{nan, 2.0, 5.0}, RepeatBuying{inf, 2.0, 5.0}})
    CHECK_THAT(said(wrong), Catch::Contains("no whole number from 0"));
  for (const RepeatBuying& wrong :
       {RepeatBuying{1.0, 6.0, 5.0}, RepeatBuying{1.0, -2.0, 5.0}, RepeatBuying{1.0, nan, 5.0},
        RepeatBuying{1.0, 2.0, nan}, RepeatBuying{1.0, 2.0, inf}})
    CHECK_THAT(said(wrong), Catch::Contains("0 <= t_x <= T"));
  CHECK(said({0.0, 0.0, 0.0}).empty());
  CHECK(count_equal_buyers({}).rows.empty());
}

TEST_CASE("buying fit: data that say nothing end in a result that says so") {
  // One customer, who bought once again: nothing tells how people differ.
  const std::vector<RepeatBuying> one = {{1.0, 3.0, 9.0}};
  for (const BuyingModelKind kind : kBuyingModels) {
    const BuyingFit fit = fit_buying(kind, count_equal_buyers(one));
    CHECK_FALSE(fit.estimate.converged);
    CHECK(std::isfinite(fit.estimate.value));
    for (const double parameter : fit.parameters()) CHECK((parameter > 0.0 && parameter < 1e9));
  }
  BuyingFit unknown;
  unknown.estimate.at = {0.0, 0.0, 0.0, 0.0};
  CHECK(std::isnan(unknown.standard_error(0)));
}

}  // namespace
}  // namespace grapevine
