#include "algorithms/customer_value/lifetime_holdout.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/buying.hpp"
#include "tests/support/cdnow.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

BuyingFit published_fit(BuyingModelKind kind = BuyingModelKind::BgNbd) {
  BuyingFit fit{.kind = kind};
  for (const double p : testing::cdnow_parameters(kind)) fit.estimate.at.push_back(std::log(p));
  return fit;
}

FittedCustomers all_of(const PurchaseHistories& histories, const BuyingFit& fit,
                       std::int64_t last_day, std::int64_t end_day) {
  return {histories, histories.customers, {}, fit, Period::Week, last_day, end_day};
}

TEST_CASE("lifetime holdout: units of time in days, histories in units") {
  CHECK(days_of(Period::Day) == 1.0);
  CHECK(days_of(Period::Week) == 7.0);
  CHECK(days_of(Period::Month) * 12.0 == Approx(days_of(Period::Year)));
  CHECK(days_of(Period::Quarter) * 4.0 == Approx(365.2425));
  CHECK(days_of(Period::HalfYear) * 2.0 == Approx(365.2425));
  const CustomerHistory one[] = {{.first_day = 10, .latest_day = 24, .repeats = 1}};
  const RepeatBuying week = repeat_buying(one, Period::Week, 45)[0];
  CHECK(week == RepeatBuying{1.0, 2.0, 5.0});
}

TEST_CASE("lifetime holdout: periods and groups, by hand") {
  // Ann joins on day 0 and buys on days 6, 7 and 20; Bob joins on day 10 and buys on day 27.
  const Network network = StudyBuilder()
                              .purchase({"ann", 0, 1})
                              .purchase({"ann", 6, 1})
                              .purchase({"ann", 7, 1})
                              .purchase({"ann", 20, 1})
                              .purchase({"bob", 10, 1})
                              .purchase({"bob", 27, 1})
                              .purchase({"bob", 29, 1})  // after the end
                              .build();
  const auto histories = purchase_histories(network.purchases, {.last_day = 17});
  const BuyingFit fit = published_fit();
  const auto model = fit.model(0, 1.0);
  const auto tracked = track(all_of(histories, fit, 17, 28));
  REQUIRE(tracked.size() == 4);  // the fifth week is not whole
  const double actual[] = {1.0, 1.0, 1.0, 1.0}, ages[][2] = {{6, 0}, {13, 3}, {20, 10}, {27, 17}};
  double total = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double expected = model->expected_of_newcomer(ages[i][0] / 7.0) +
                            model->expected_of_newcomer(ages[i][1] / 7.0);
    CAPTURE(i);
    CHECK(tracked[i].period == static_cast<std::int64_t>(i) + 1);
    CHECK(tracked[i].last_day == 7 * static_cast<std::int64_t>(i) + 6);
    CHECK(tracked[i].held_out == (i >= 2));
    CHECK(tracked[i].actual == actual[i]);
    CHECK(tracked[i].actual_total == static_cast<double>(i) + 1.0);
    CHECK(tracked[i].expected_total == Approx(expected));
    CHECK(tracked[i].expected == Approx(expected - total));
    total = expected;
  }
  const auto groups = conditional_purchases(all_of(histories, fit, 17, 28));
  REQUIRE(groups.size() == 2);
  const double horizon = 11.0 / 7.0;
  double bob = 0.0;
  model->expect(0.0, 1.0, {&horizon, 1}, {&bob, 1});
  CHECK(groups[0].frequency == 0);
  CHECK(groups[0].customers == 1);
  CHECK(groups[0].actual == 1.0);
  CHECK(groups[0].expected == Approx(bob));
  CHECK(groups[1].frequency == 2);
  CHECK(groups[1].actual == 1.0);
  CHECK(conditional_purchases(all_of(histories, fit, 28, 28)).empty());
}

TEST_CASE("lifetime holdout: groups of customers are tracked by their own models") {
  BuyingFit fit = published_fit();
  fit.num_groups = 2;
  fit.estimate.at.push_back(std::log(0.25));
  const Network network =
      StudyBuilder().purchase({"a", 0, 1}).purchase({"b", 0, 1}).end(13).build();
  const auto histories = purchase_histories(network.purchases, {.last_day = 6});
  const std::vector<std::uint32_t> groups = {0, 1};
  const auto tracked = track({histories, histories.customers, groups, fit, Period::Week, 6, 13});
  REQUIRE(tracked.size() == 2);
  CHECK(tracked[1].expected_total == Approx(fit.model(0, 0.0)->expected_of_newcomer(13.0 / 7.0) +
                                            fit.model(1, 0.0)->expected_of_newcomer(13.0 / 7.0)));
}

TEST_CASE("lifetime holdout: many simulated customers are tracked and expected within 5 %") {
  for (const BuyingModelKind kind : testing::kBuyingModels) {
    StudyBuilder study;
    for (std::size_t i = 0; i < 12'000; ++i) {
      Random random(31, i);
      // Purchases by simulating twice as long, laid on days fine enough not to fall together.
      const auto joined = static_cast<int>(random.below(2'000));
      const std::string id = "p" + std::to_string(i);
      study.purchase({id, joined, 1});
      const auto p = testing::cdnow_parameters(kind);
      const double rate = testing::gamma_draw(random, p[0], p[1]);
      const bool pareto = kind == BuyingModelKind::ParetoNbd;
      const double leaves =
          pareto ? testing::waiting_time(random, testing::gamma_draw(random, p[2], p[3]))
                 : testing::beta_draw(random, p[2], p[3]);
      if (kind == BuyingModelKind::MbgNbd && random.uniform() < leaves) continue;
      for (double now = testing::waiting_time(random, rate);;
           now += testing::waiting_time(random, rate)) {
        // A week is 100 days here.
        const double day = joined + std::ceil(100.0 * now);
        if (day >= 8'000.0 || (pareto && now > leaves)) break;
        study.purchase({id, static_cast<int>(day), 1});
        if (!pareto && random.uniform() < leaves) break;
      }
    }
    BuyingFit fit = published_fit(kind);
    fit.estimate.at[1] += std::log(100.0 / 7.0);
    if (kind == BuyingModelKind::ParetoNbd) fit.estimate.at[3] += std::log(100.0 / 7.0);
    const Network network = study.end(7'999).build();
    const auto histories = purchase_histories(network.purchases, {.last_day = 4'000});
    const auto tracked = track(all_of(histories, fit, 4'000, 7'999));
    CAPTURE(testing::kBuyingModelNames[static_cast<int>(kind)]);
    CHECK(tracked.back().actual_total == Approx(tracked.back().expected_total).epsilon(0.05));
    const auto groups = conditional_purchases(all_of(histories, fit, 4'000, 7'999));
    double actual = 0.0, expected = 0.0;
    for (const ConditionalPurchases& group : groups) {
      actual += group.actual * static_cast<double>(group.customers);
      expected += group.expected * static_cast<double>(group.customers);
    }
    CHECK(groups.back().frequency == kFrequentBuyers);
    CHECK(actual == Approx(expected).epsilon(0.05));
  }
}

TEST_CASE("lifetime holdout: weeks 40 to 78 of CDNOW, as published") {
  if (!testing::have_shared_data(testing::kCdnow)) return;
  const Network network = testing::cdnow_network();
  const std::int64_t last = day_number(parse_time("1997-09-30", TimeUnit::Day).value());
  const std::int64_t end = day_number(network.end) - 1;
  const auto histories = purchase_histories(network.purchases, {.last_day = last});
  const auto counts = count_equal_buyers(repeat_buying(histories.customers, Period::Week, last));
  const BuyingFit fit = fit_buying(BuyingModelKind::BgNbd, counts);
  const auto tracked = track(all_of(histories, fit, last, end));
  REQUIRE(tracked.size() == 78);
  // Fader, Hardie, Lee 2005: in week 78 the model is 4 % below the actual cumulative total.
  CHECK(tracked[38].actual_total == 2'457.0);
  CHECK_FALSE(tracked[38].held_out);
  CHECK(tracked[39].held_out);
  CHECK(tracked[77].expected_total / tracked[77].actual_total == Approx(0.96).margin(0.01));
  const auto groups = conditional_purchases(all_of(histories, fit, last, end));
  REQUIRE(groups.size() == 8);
  std::int64_t customers = 0;
  for (const ConditionalPurchases& group : groups) customers += group.customers;
  CHECK(customers == 2'357);
  CHECK(groups[0].customers == 1'411);
}

TEST_CASE("lifetime holdout: nobody, and histories longer than anybody has") {
  const BuyingFit fit = published_fit();
  const PurchaseHistories none;
  CHECK(track(all_of(none, fit, 10, 20)).empty());
  CHECK(conditional_purchases(all_of(none, fit, 10, 20)).empty());
  const Network network = StudyBuilder()
                              .purchase({"a", -600'000, 1})
                              .purchase({"b", 10, 1})
                              .purchase({"b", 100, 1})
                              .build();
  const auto histories = purchase_histories(network.purchases, {.last_day = 50});
  const auto tracked = track(all_of(histories, fit, 50, 100));
  CHECK(tracked.size() == 20'001 / 7);
  CHECK(track(all_of(histories, fit, -600'000, -599'998)).empty());
}

}  // namespace
}  // namespace grapevine
