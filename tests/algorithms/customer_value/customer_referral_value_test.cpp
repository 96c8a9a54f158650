#include "algorithms/customer_value/customer_referral_value.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "algorithms/customer_value/margin_forecast.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

std::map<std::string, Money> audit(const CustomerReferralValueResult& result) {
  std::map<std::string, Money> lines;
  for (const AuditLine& line : result.audit) lines[line.name] = line.amount;
  return lines;
}

/// The published example: two newcomers pay 100 in each of two half-years; the third would have
/// come anyway, or not.
Study published(bool third_would_have_come) {
  StudyBuilder study;
  for (const char* person : {"one", "two", "three"}) {
    study.purchase({person, "2021-01-01", 10'000})
        .purchase({person, "2021-07-01", 10'000})
        .touch({.from = "ann", .to = person, .t = "2020-12-01"});
  }
  if (third_would_have_come) study.survey({"three", "would_have_joined_anyway", 1.0});
  return Study(study.end("2021-12-31").build());
}

EconomicsOptions published_economics() {
  return {.discount_per_period = 0.07238,
          .acquisition_saving_type1 = 40.0,
          .acquisition_saving_type2 = 40.0,
          .incentive = 10.0,
          .marketing_cost_per_period = 15.0};
}

TEST_CASE("customer_referral_value: the published example") {
  const Study study = published(true);
  const auto result = customer_referral_value(study.inputs(), published_economics());
  const std::size_t ann = study.row("ann");
  CHECK(std::abs(result.crv[ann] - 399.6026554685) <= 5e-11);
  CHECK(std::abs(result.crv_type1[ann] - 362.3024447223) <= 5e-11);
  CHECK(std::abs(result.crv_type2[ann] - 37.3002107462) <= 5e-11);
  CHECK(result.referrals_made[ann] == 3);
  CHECK(result.margin_credited.amounts[ann] == 60'000);
  CHECK(result.crv[study.row("one")] == 0.0);

  const Study wrong = published(false);
  const auto all_type1 = customer_referral_value(wrong.inputs(), published_economics());
  CHECK(std::abs(all_type1.crv[ann] - 543.4536670835) <= 5e-11);
  CHECK(all_type1.crv_type2[ann] == 0.0);

  auto undiscounted = published_economics();
  undiscounted.discount_per_period = 0.0;
  CHECK(customer_referral_value(study.inputs(), undiscounted).crv[ann] == 440.0);
}

TEST_CASE(
    "customer_referral_value: a referrer who never bought has a crv, and nobody two levels up") {
  const Study study(StudyBuilder()
                        .purchase({"bob", "2021-01-01", 500})
                        .purchase({"cat", "2021-01-01", 900})
                        .touch({.from = "ann", .to = "bob", .t = "2020-12-01"})
                        .touch({.from = "bob", .to = "cat", .t = "2020-12-01"})
                        .build());
  const auto result = customer_referral_value(study.inputs());
  CHECK(result.crv[study.row("ann")] == 5.0);
  CHECK(result.crv[study.row("bob")] == 9.0);
  CHECK(result.crv[study.row("cat")] == 0.0);
}

TEST_CASE("customer_referral_value: the tables, by hand") {
  StudyBuilder rows;
  rows.purchase({"bob", "2021-01-02", 100, "c", "order1"})
      .purchase({"cat", "2021-01-03", 7})
      .purchase({"dan", "2021-01-04", -3})
      .touch({.from = "ann", .to = "bob", .t = "2020-12-01"})
      .touch({.from = "eve", .to = "bob", .t = "2020-12-02"});
  const Study study(rows.build(), {}, {"linear", "last"});
  const auto result = customer_referral_value(study.inputs());
  REQUIRE(result.tables.size() == 5);
  CHECK(result.tables[0].name == "credits");
  using Texts = std::vector<std::string>;
  const Table& credits = result.tables[0].table;
  CHECK(credits.texts("model") == Texts{"linear", "linear", "linear", "last", "last"});
  CHECK(credits.texts("person_id") == Texts{"bob", "bob", "cat", "bob", "cat"});
  CHECK(credits.texts("context_id") == Texts(5, "c"));
  CHECK(credits.texts("purchase_id") == Texts{"order1", "order1", "", "order1", ""});
  CHECK(credits.texts("t") ==
        Texts{"2021-01-02", "2021-01-02", "2021-01-03", "2021-01-02", "2021-01-03"});
  CHECK(credits.texts("referrer") == Texts{"ann", "eve", "unattributed", "eve", "unattributed"});
  CHECK(credits.texts("referrer_id") == Texts{"ann", "eve", "", "eve", ""});
  CHECK(credits.doubles("share") == std::vector<double>{0.5, 0.5, 1.0, 1.0, 1.0});
  CHECK(credits.integers("share_parts")[0] == kWholeShare / 2);
  CHECK(credits.texts("margin_credited") == Texts{"0.50", "0.50", "0.07", "1.00", "0.07"});
  CHECK(credits.texts("incentivised") == Texts{"true", "true", "", "true", ""});
  CHECK(credits.texts("crv_amount") == Texts{"0.5", "0.5", "", "1", ""});
  CHECK(credits.texts("civ_amount") == Texts(5, ""));
  CHECK(credits.doubles("p_type1") == std::vector<double>(5, 1.0));
  CHECK(result.tables[1].name == "value_split");
  const Table& split = result.tables[1].table;
  CHECK(split.texts("customer_id") == Texts{"bob", "bob", "bob", "cat", "dan"});
  CHECK(split.texts("receiver_id") == Texts{"ann", "eve", "bob", "cat", "dan"});
  CHECK(split.texts("amount") == Texts{"0.25", "0.25", "0.50", "0.07", "-0.03"});
  CHECK(result.tables[2].name == "audit");
  CHECK(result.tables[2].table.texts("model") == Texts{"linear", "last"});
  CHECK(result.tables[2].table.texts("difference") == Texts{"0.00", "0.00"});
  CHECK(result.tables[3].name == "model_agreement");
  CHECK(result.tables[4].name == "type1_estimates");
  CHECK(result.tables[4].table.texts("source") == Texts{"assumed", "assumed"});
  for (const char* column : {"margin_forecast", "crv_forecast", "civ_forecast"})
    CHECK(credits.texts(column) == Texts(5, ""));
  CHECK(result.facts() == Facts{{"p_type1", "assumed: 1"},
                                {"forecast", "none: [attribution] horizon_days is not given"}});
  CHECK(result.warnings.empty());
  // Scores rest on the first model.
  CHECK(result.crv[study.row("ann")] == 0.5);
  CHECK(audit(result) == std::map<std::string, Money>{{"total_margin", 104},
                                                      {"credited", 100},
                                                      {"unattributed", 7},
                                                      {"outside_horizon", -3},
                                                      {"value_split_total", 104}});
}

TEST_CASE(
    "customer_referral_value: the audit closes, and crv is the sum of its rows, on random "
    "networks") {
  std::size_t scores = 0;
  for (std::uint64_t seed = 0; scores < testing::cases(10'000); ++seed) {
    JourneyOptions options;
    if (seed % 2 == 0) options.horizon_days = 14.0;
    const Study study(testing::random_study({.seed = seed, .undated = false}).build(), options,
                      {"position", "first"});
    const auto result = customer_referral_value(study.inputs(), testing::random_economics(seed));
    auto lines = audit(result);
    CAPTURE(seed);
    CHECK(lines["credited"] + lines["unattributed"] + lines["outside_horizon"] ==
          lines["total_margin"]);
    CHECK(lines["value_split_total"] == lines["total_margin"]);
    std::map<std::pair<std::string, std::string>, std::pair<long double, std::int64_t>> sums;
    std::map<std::pair<std::string, std::string>, long double> influence;
    const Table& credits = result.tables[0].table;
    const auto model = credits.texts("model"), context = credits.texts("context_id"),
               referrer = credits.texts("referrer_id");
    const auto amount = credits.doubles("crv_amount"), unpaid = credits.doubles("civ_amount");
    const auto incentivised = credits.texts("incentivised");
    Money credited = 0;
    for (std::size_t i = 0; i < model.size(); ++i) {
      if (model[i] != "position" || referrer[i].empty()) continue;
      CHECK(std::isnan(amount[i]) != std::isnan(unpaid[i]));
      if (incentivised[i] == "true")
        sums[{context[i], referrer[i]}].first += amount[i];
      else
        influence[{context[i], referrer[i]}] += unpaid[i];
      ++sums[{context[i], referrer[i]}].second;
    }
    for (ContextId c = 0; c < study.network.num_contexts(); ++c)
      for (NodeId p = 0; p < study.network.num_people(); ++p) {
        const std::size_t row = study.network.row(c, p);
        const auto& [sum, count] =
            sums[{study.network.contexts.name(c), study.network.people->name(p)}];
        CHECK(std::abs(result.crv[row] - sum) <= 1e-10L);
        const auto civ = influence[{study.network.contexts.name(c), study.network.people->name(p)}];
        CHECK(std::abs(result.civ[row] - civ) <= 1e-10L);
        CHECK(result.crv[row] ==
              Approx(result.crv_type1[row] + result.crv_type2[row]).margin(1e-10));
        CHECK(result.referrals_made[row] == count);
        ++scores;
        credited += result.margin_credited.amounts[row];
      }
    CHECK(credited == lines["credited"]);
  }
}

TEST_CASE(
    "customer_referral_value: influence without a reward is civ and not crv, margins of both") {
  StudyBuilder rows;
  rows.purchase({"bob", "2021-01-02", 1000}).purchase({"cat", "2021-01-02", 1000});
  for (const char* person : {"bob", "cat"})
    rows.touch({.from = "ann", .to = person, .t = "2020-12-01", .incentivised = YesNo::Yes})
        .touch({.from = "eve", .to = person, .t = "2020-12-01", .incentivised = YesNo::No});
  rows.touch({.from = "fay", .to = "bob", .t = "2020-12-01", .incentivised = YesNo::No})
      .touch({.from = "fay", .to = "cat", .t = "2020-12-01"})
      .touch({.from = "gus", .to = "bob", .t = "2020-12-01", .incentivised = YesNo::No})
      .touch({.from = "gus", .to = "cat", .t = "2020-12-01", .incentivised = YesNo::No});
  const Study study(rows.build());
  const auto result = customer_referral_value(study.inputs(), {.incentive = 2.0, .p_type1 = 0.5});
  const auto values = [&](const char* person) {
    const std::size_t row = study.row(person);
    CHECK(result.crv[row] == result.crv_type1[row] + result.crv_type2[row]);
    CHECK(result.referrals_made[row] == 2);
    CHECK(result.margin_credited.amounts[row] == 500);
    return std::pair(result.crv[row], result.civ[row]);
  };
  CHECK(values("ann") == std::pair(2 * 0.25 * 0.5 * 8.0, 0.0));
  CHECK(values("eve") == std::pair(0.0, 2 * 0.25 * 0.5 * 10.0));
  // Of fay's touches only that of bob says that it was not rewarded.
  CHECK(values("fay") == std::pair(0.25 * 0.5 * 8.0, 0.25 * 0.5 * 10.0));
  CHECK(values("gus") == values("eve"));
}

TEST_CASE("customer_referral_value: crv + civ is what crv was, in 10,000 random studies") {
  std::size_t wrong = 0, both = 0;
  for (std::uint64_t seed = 0; seed < testing::cases(10'000); ++seed) {
    const Study study(
        testing::random_study(
            {.seed = seed, .people = 6, .purchases = 12, .touches = 24, .undated = false})
            .build());
    auto options = testing::random_economics(seed);
    options.incentive = 0.0;  // else it would be charged once everybody is rewarded
    Study rewarded = study;
    for (JourneyTouch& touch : rewarded.journeys.touches) touch.incentivised = true;
    const auto apart = customer_referral_value(study.inputs(), options);
    const auto together = customer_referral_value(rewarded.inputs(), options);
    for (std::size_t row = 0; row < together.crv.size(); ++row) {
      wrong += together.civ[row] != 0.0 ||
               std::abs(apart.crv[row] + apart.civ[row] - together.crv[row]) > 1e-9 ||
               apart.margin_credited.amounts[row] != together.margin_credited.amounts[row] ||
               apart.referrals_made[row] != together.referrals_made[row];
      both += apart.crv[row] != 0.0 && apart.civ[row] != 0.0;
    }
  }
  CHECK(wrong == 0);
  CHECK(both > testing::cases(1'000));
}

TEST_CASE("customer_referral_value: linear in A and ACQ, falling in a and M") {
  const Study study = published(true);
  const std::size_t ann = study.row("ann");
  const auto crv = [&](const EconomicsOptions& o) {
    return customer_referral_value(study.inputs(), o).crv[ann];
  };
  const EconomicsOptions base = published_economics();
  auto changed = base;
  changed.acquisition_saving_type1 += 1.0;
  CHECK(crv(changed) - crv(base) == Approx(2.0 / 1.07238));
  changed = base;
  changed.acquisition_saving_type2 += 1.0;
  CHECK(crv(changed) - crv(base) == Approx(1.0 / 1.07238));
  changed = base;
  changed.incentive += 1.0;
  CHECK(crv(base) - crv(changed) == Approx(2.0 / 1.07238));
  changed.type2_incentive = Type2Incentive::Charge;
  CHECK(crv(base) - crv(changed) == Approx((2.0 + 11.0) / 1.07238));
  changed = base;
  changed.marketing_cost_per_period += 1.0;
  CHECK(crv(base) - crv(changed) == Approx(2.0 / 1.07238 + 2.0 / (1.07238 * 1.07238)));
}

/// Two by-hand newcomers whom ann (for a reward) and eve (without) brought: bob has completed both
/// half-years of a horizon of 365 days, cat and dan, who is nobody's, the first alone.
Study to_come() {
  StudyBuilder rows;
  rows.purchase({"bob", "2019-01-01", 10'000}).purchase({"bob", "2019-08-01", 6'000});
  for (const char* person : {"cat", "dan"})
    rows.purchase({person, "2020-01-01", 10'000}).purchase({person, "2020-06-30", 1'000});
  for (const char* person : {"bob", "cat"})
    rows.touch({.from = "ann", .to = person, .t = "2018-12-01"})
        .touch({.from = "eve", .to = person, .t = "2018-12-01", .incentivised = YesNo::No});
  rows.survey({"cat", "would_have_joined_anyway", 0.25});
  return Study(rows.end("2020-06-30").build(), {.horizon_days = 365.0});
}

TEST_CASE("customer_referral_value: what newcomers are still to bring, by hand, apart from crv") {
  const Study study = to_come();
  EconomicsOptions options = published_economics();
  options.marketing_cost_per_period = 0.0;
  const auto result = customer_referral_value(study.inputs(), options);
  // From 1 July on the second half-year is to come: bob's 60, discounted as at t = 2, p = .75.
  const double value = 0.75 * 60.0 / (1.07238 * 1.07238);
  CHECK(result.crv_forecast[study.row("ann")] == Approx(0.5 * value).epsilon(1e-12));
  CHECK(result.civ_forecast[study.row("eve")] == Approx(0.5 * value).epsilon(1e-12));
  CHECK(result.crv_forecast[study.row("eve")] == 0.0);
  CHECK(result.civ_forecast[study.row("dan")] == 0.0);
  using Texts = std::vector<std::string>;
  const Table& credits = result.tables[0].table;
  CHECK(credits.texts("person_id") == Texts{"bob", "bob", "cat", "cat", "dan"});
  CHECK(credits.texts("margin_forecast") == Texts{"0", "0", "30", "30", "60"});
  CHECK(credits.doubles("crv_forecast")[2] == Approx(0.5 * value).epsilon(1e-12));
  CHECK(credits.texts("crv_forecast")[3].empty());
  CHECK(credits.texts("crv_forecast")[4].empty());
  CHECK(credits.doubles("civ_forecast")[3] == Approx(0.5 * value).epsilon(1e-12));
  CHECK(credits.texts("periods_not_forecast") == Texts(5, "0"));
  CHECK(result.tables.back().name == "margin_development");
  CHECK(result.warnings.empty());
  CHECK(result.facts()[1].second == "of newcomers up to the horizon, by completed periods");
  // crv is of what has been observed.
  CHECK(result.crv[study.row("ann")] ==
        Approx(0.5 * ((100.0 + 40.0 - 10.0) / 1.07238 + 60.0 / (1.07238 * 1.07238)) +
               0.5 * (0.75 * (110.0 + 40.0 - 10.0) + 0.25 * 40.0) / 1.07238));
}

TEST_CASE("customer_referral_value: periods that nobody has completed are warned about") {
  StudyBuilder rows;
  rows.purchase({"bob", "2021-01-01", 100}).touch({.from = "ann", .to = "bob", .t = "2020-12-01"});
  const Study study(rows.build(), {.horizon_days = 365.0});
  const auto result = customer_referral_value(study.inputs());
  CHECK(result.warnings ==
        std::vector<std::string>{"forecast: 1 newcomers have periods before the horizon that "
                                 "nobody has completed yet; they are not in crv_forecast "
                                 "(credits.periods_not_forecast)"});
  CHECK(result.crv_forecast[study.row("ann")] == 0.0);
  CHECK(result.tables[0].table.texts("periods_not_forecast")[0] == "2");
}

TEST_CASE("customer_referral_value: p from a hold-out group stands in ledger, facts and table") {
  StudyBuilder rows;
  for (int i = 0; i < 200; ++i) {
    const std::string reached = "r" + std::to_string(i), kept = "h" + std::to_string(i);
    rows.held_out(reached, YesNo::No).held_out(kept, YesNo::Yes);
    if (i < 100)
      rows.purchase({reached, "2021-02-01", 100})
          .touch({.from = "r199", .to = reached, .t = "2021-01-01"});
    if (i < 50) rows.purchase({kept, "2021-02-01", 100});
  }
  const Study study(rows.build());
  const auto result = customer_referral_value(study.inputs(), {.p_type1 = Type1Source::Holdout});
  CHECK(result.crv[study.row("r199")] == Approx(50.0));
  CHECK(result.tables[0].table.doubles("p_type1")[60] == 0.5);
  CHECK(result.facts()[0].second.starts_with("holdout: 0.5 ("));
  CHECK(result.facts()[0].second.ends_with(")"));
}

// The laws, each on 10,000 random studies.

constexpr std::uint64_t kLawCases = testing::kSlowBuild ? 1'000 : 10'000;

StudyBuilder law_rows(std::uint64_t seed, bool refunds) {
  return testing::random_study({.seed = seed,
                                .people = 6,
                                .purchases = 12,
                                .touches = 24,
                                .days = 200,
                                .refunds = refunds,
                                .undated = false});
}

Study law_study(const StudyBuilder& rows, std::uint64_t seed) {
  return Study(rows.build(), {.horizon_days = 60.0 + static_cast<double>(seed % 90)},
               {seed % 2 == 0 ? "linear" : "last"});
}

/// Every margin times a factor.
StudyBuilder scaled(StudyBuilder rows, Money factor) {
  for (auto& purchase : rows.purchases()) purchase.margin *= factor;
  return rows;
}

TEST_CASE("customer_referral_value: law: type 2 never gets margin, seen or to come") {
  std::size_t wrong = 0, valued = 0;
  for (std::uint64_t seed = 0; seed < kLawCases; ++seed) {
    const StudyBuilder rows = law_rows(seed, true);
    EconomicsOptions options = testing::random_economics(seed);
    options.p_type1 = 0.0;
    const Study study = law_study(rows, seed), rich = law_study(scaled(rows, 1'000), seed);
    const auto plain = customer_referral_value(study.inputs(), options);
    const auto much = customer_referral_value(rich.inputs(), options);
    wrong += plain.crv != much.crv || plain.civ != much.civ;
    for (std::size_t row = 0; row < plain.crv.size(); ++row) {
      wrong += much.crv_type1[row] != 0.0 || much.crv_forecast[row] != 0.0 ||
               much.civ_forecast[row] != 0.0;
      valued += much.crv[row] != 0.0;
    }
  }
  CHECK(wrong == 0);
  CHECK(valued > kLawCases);
}

TEST_CASE("customer_referral_value: law: crv falls when r rises, seen or to come (flows >= 0)") {
  std::size_t wrong = 0, fell = 0;
  for (std::uint64_t seed = 0; seed < kLawCases; ++seed) {
    const Study study = law_study(law_rows(seed, false), seed);
    EconomicsOptions options = testing::random_economics(seed);
    options.incentive = options.marketing_cost_per_period = 0.0;
    const auto low = customer_referral_value(study.inputs(), options);
    options.discount_per_period += 0.001 + Random(seed, 5).uniform();
    const auto high = customer_referral_value(study.inputs(), options);
    for (std::size_t row = 0; row < low.crv.size(); ++row) {
      wrong += low.crv[row] > 0.0 && !(high.crv[row] < low.crv[row]);
      wrong += low.civ[row] > 0.0 && !(high.civ[row] < low.civ[row]);
      wrong += high.crv_forecast[row] > low.crv_forecast[row] + 1e-9;
      fell += high.crv[row] < low.crv[row];
    }
  }
  CHECK(wrong == 0);
  CHECK(fell > kLawCases);
}

TEST_CASE("customer_referral_value: law: linear in A and ACQ, falling in a and in M") {
  std::size_t wrong = 0;
  const auto close = [](double a, double b) {
    return std::abs(a - b) <= 1e-9 * (1.0 + std::abs(a));
  };
  for (std::uint64_t seed = 0; seed < kLawCases; ++seed) {
    const StudyBuilder rows = law_rows(seed, false);
    const EconomicsOptions base = testing::random_economics(seed);
    const Study once = law_study(rows, seed);
    const auto crv = [&](const EconomicsOptions& options) {
      return customer_referral_value(once.inputs(), options).crv;
    };
    const auto of_margin = [&](Money factor) {
      return customer_referral_value(law_study(scaled(rows, factor), seed).inputs(), base).crv;
    };
    EconomicsOptions saved = base, rewarded = base, kept = base;
    saved.acquisition_saving_type1 += 5.0;
    saved.acquisition_saving_type2 += 3.0;
    EconomicsOptions twice = saved;
    twice.acquisition_saving_type1 += 5.0;
    twice.acquisition_saving_type2 += 3.0;
    rewarded.incentive += 1.0;
    kept.marketing_cost_per_period += 1.0;
    const auto plain = crv(base), none = of_margin(0), triple = of_margin(3);
    const auto more = crv(saved), most = crv(twice), paid = crv(rewarded), costs = crv(kept);
    for (std::size_t row = 0; row < plain.size(); ++row) {
      wrong += !close(triple[row] - none[row], 3.0 * (plain[row] - none[row]));
      wrong += !close(most[row] - more[row], more[row] - plain[row]);
      wrong += more[row] < plain[row] || paid[row] > plain[row] || costs[row] > plain[row];
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("customer_referral_value: law: the audit closes to the last unit, forecasts are shared") {
  std::size_t wrong = 0, influencers = 0, forecasts = 0;
  for (std::uint64_t seed = 0; seed < kLawCases; ++seed) {
    const Study study = law_study(law_rows(seed, true), seed);
    const auto options = testing::random_economics(seed);
    const auto result = customer_referral_value(study.inputs(), options);
    auto lines = audit(result);
    wrong += lines["credited"] + lines["unattributed"] + lines["outside_horizon"] !=
             lines["total_margin"];
    wrong += lines["value_split_total"] != lines["total_margin"];
    const auto forecast = forecast_margins(study.network, study.journeys, options);
    double expected = 0.0, shared = 0.0;
    for (const ForecastMargin& f : forecast.acquisitions) expected += f.margin;
    for (const double margin : result.tables[0].table.doubles("margin_forecast")) shared += margin;
    wrong += std::abs(expected - shared) > 1e-8;
    forecasts += expected != 0.0;
    std::vector<bool> buyer(study.network.num_people());
    for (const Purchase& p : study.network.purchases.rows) buyer[p.person] = true;
    for (ContextId c = 0; c < study.network.num_contexts(); ++c)
      for (NodeId p = 0; p < study.network.num_people(); ++p)
        influencers += !buyer[p] && result.crv[study.network.row(c, p)] != 0.0;
  }
  CHECK(wrong == 0);
  CHECK(forecasts > kLawCases / 2);
  CHECK(influencers > kLawCases / 20);  // people without any purchase have a value
}

TEST_CASE(
    "customer_referral_value: without an attribution there is no audit, a bad option is named") {
  Study study = published(true);
  const auto error = testing::error_of(
      [&] { customer_referral_value(study.inputs(), {.discount_per_period = std::nan("")}); });
  CHECK(error.starts_with("InvalidOption discount_per_period"));
  study.attributions.clear();
  const auto result = customer_referral_value(study.inputs());
  CHECK(result.audit.empty());
  REQUIRE(result.tables.size() == 3);
  CHECK(result.tables[0].table.num_rows() == 0);
  CHECK(result.tables[1].table.num_rows() == 0);
  CHECK(result.tables[2].name == "type1_estimates");
}

}  // namespace
}  // namespace grapevine
