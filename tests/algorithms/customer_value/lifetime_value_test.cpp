#include "algorithms/customer_value/lifetime_value.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/buying.hpp"
#include "tests/support/cdnow.hpp"
#include "tests/support/errors.hpp"

namespace grapevine {
namespace {

using Catch::Contains;
using testing::Study;
using testing::StudyBuilder;
using Score = LifetimeValueResult (*)(const ScoreInputs&, const LifetimeValueOptions&);

constexpr Score kScores[] = {bg_nbd, mbg_nbd, pareto_nbd};

/// People p0, p1, ... of one context who buy as the model of that kind says, in weeks of 20 days so
/// that hardly two purchases fall on one day; until day 1,000.
struct Drawn {
  std::string context = "c", prefix = "p";
  std::size_t people = 400;
  double faster = 1.0;  ///< Times the published purchase rate.
  std::uint64_t seed = 1;
  double spend_by_frequency = 0.0;  ///< Above 0: frequent buyers spend more.
};

void add_buyers(StudyBuilder& study, const Drawn& drawn) {
  BuyingParameters p = testing::cdnow_parameters(BuyingModelKind::BgNbd);
  p[1] /= drawn.faster;
  for (std::size_t i = 0; i < drawn.people; ++i) {
    Random random(drawn.seed, i);
    const std::string id = drawn.prefix + std::to_string(i);
    const int joined = static_cast<int>(random.below(300));
    const double rate = testing::gamma_draw(random, p[0], p[1]);
    const double leaves = testing::beta_draw(random, p[2], p[3]);
    const double nu = testing::gamma_draw(random, 3.74, 15.44);
    double day = joined;
    do {
      const double mean = drawn.spend_by_frequency > 0.0
                              ? 5.0 + drawn.spend_by_frequency * rate * (1.0 + random.uniform())
                              : testing::gamma_draw(random, 6.25, nu);
      study.purchase(
          {id, static_cast<int>(day), 1 + static_cast<Money>(100.0 * mean), drawn.context});
      day += std::ceil(20.0 * testing::waiting_time(random, rate));
    } while (day < 1'000.0 && (day == joined || random.uniform() >= leaves));
  }
}

std::string text_of(const std::vector<std::string>& warnings) {
  std::string all;
  for (const std::string& warning : warnings) all += warning + "\n";
  return all;
}

const Table& table_of(const LifetimeValueResult& result, std::string_view name) {
  return std::ranges::find(result.tables, name, &NamedTable::name)->table;
}

std::string fact_of(const LifetimeValueResult& result, std::string_view name) {
  return std::ranges::find(result.run, name, &Facts::value_type::first)->second;
}

TEST_CASE("lifetime value: each context has its fit, thin ones that of all, others have 0") {
  StudyBuilder study;
  add_buyers(study, {});
  add_buyers(study, {.context = "d", .prefix = "q", .people = 500, .faster = 3.0, .seed = 2});
  add_buyers(study, {.context = "thin", .prefix = "r", .people = 12, .seed = 3});
  study.person("nobody").context("empty");
  const Study inputs(study.end(999).build());
  for (const Score score : kScores) {
    const auto result = score(inputs.inputs(), {.observe_until = "1972-01-01", .horizon = 20.0});
    REQUIRE(result.clv.size() == inputs.network.num_rows());
    CHECK(fact_of(result, "own_fits") == "2");
    CHECK(fact_of(result, "pooled_contexts") == "1");
    CHECK(fact_of(result, "customers") == "912");
    CHECK(fact_of(result, "observed_until") == "\"1972-01-01\"");
    CHECK(fact_of(result, "days_held_out") == "269");
    CHECK_THAT(text_of(result.warnings), Contains("1 of 3 contexts have too few customers"));
    for (const char* row : {"nobody", "q3"}) {
      CHECK(result.clv[inputs.row(row, "c")] == 0.0);
      CHECK(result.clv_high[inputs.row(row, "c")] == 0.0);
      CHECK(std::isnan(result.p_alive[inputs.row(row, "c")]));
    }
    CHECK(result.clv[inputs.row("nobody", "empty")] == 0.0);
    CHECK(result.clv[inputs.row("q3", "d")] > 0.0);
    const Table& customers = table_of(result, "clv");
    REQUIRE(customers.num_rows() == 912);
    std::map<std::string, std::set<std::string>> fits;
    const auto contexts = customers.texts("context_id"), fit = customers.texts("fit");
    for (std::size_t i = 0; i < fit.size(); ++i) fits[contexts[i]].insert(fit[i]);
    CHECK(fits["c"] == std::set<std::string>{"own"});
    CHECK(fits["thin"] == std::set<std::string>{"pooled"});
    const Table& parameters = table_of(result, "clv_fits");
    CHECK(parameters.num_rows() == 3 * 8);
    CHECK(table_of(result, "clv_conditional").num_rows() > 10);
  }
}

TEST_CASE("lifetime value: CDNOW from its log, with a year at 1 % a month") {
  if (!testing::have_shared_data(testing::kCdnow)) return;
  const Study inputs(testing::cdnow_network());
  const LifetimeValueOptions options{.observe_until = "1997-09-30",
                                     .horizon = 12 * 4.345,
                                     .discount_per_period = 0.01,
                                     .period_length = 4.345};
  double sum = 0.0;
  for (const double value : bg_nbd(inputs.inputs(), options).clv) sum += value;
  // 71,508.72 with weeks rounded to two decimals, as lifetimes has them.
  CHECK(sum == Approx(71'508.72).epsilon(2e-5));
}

TEST_CASE("lifetime value: referred people who buy faster are found to do so, and get more") {
  StudyBuilder study;
  add_buyers(study, {.people = 1'500});
  add_buyers(study, {.prefix = "q", .people = 1'500, .faster = 2.0, .seed = 5});
  for (int i = 0; i < 1'500; ++i)
    study.touch({.from = "hub", .to = "q" + std::to_string(i), .t = -1});
  const Study inputs(study.build());
  const auto result = bg_nbd(inputs.inputs(), {.group = "referred"});
  const Table& fits = table_of(result, "clv_fits");
  const auto names = fits.texts("parameter");
  const auto place = static_cast<std::size_t>(
      std::ranges::find(names, "rate of referred / not referred") - names.begin());
  REQUIRE(place < names.size());
  CHECK(fits.doubles("low")[place] < 2.0);
  CHECK(fits.doubles("high")[place] > 2.0);
  CHECK(fits.doubles("low")[place] > 1.4);
  const auto groups = table_of(result, "clv").texts("group");
  CHECK(std::ranges::count(groups, "referred") == 1'500);
  // Without the groups the fit says less.
  const auto plain = bg_nbd(inputs.inputs(), {});
  CHECK(table_of(plain, "clv_fits").doubles("log_likelihood")[0] + 10.0 <
        fits.doubles("log_likelihood")[0]);
  CHECK(std::ranges::count(table_of(plain, "clv").texts("group"), "") == 3'000);
}

/// A people table with one more column.
Study with_people_column(StudyBuilder& builder, const std::vector<std::string>& ids,
                         const std::vector<std::string>& values) {
  Network network = builder.build();
  TableBuilder table;
  table.add({.name = "person_id"}, std::span(ids));
  table.add({.name = "plan"}, std::span(values));
  network.raw_tables.emplace("people", table.finish());
  for (const std::string& id : ids) network.people_rows.push_back(*network.people->find(id));
  return Study(std::move(network));
}

TEST_CASE("lifetime value: groups by a column of the people table, who is not said is one more") {
  StudyBuilder study;
  add_buyers(study, {.people = 300});
  std::vector<std::string> ids, plans;
  for (int i = 0; i < 200; ++i) {
    ids.push_back("p" + std::to_string(i));
    plans.push_back(i % 2 == 0 ? "basic" : "gold");
  }
  const Study inputs = with_people_column(study, ids, plans);
  const auto groups = table_of(mbg_nbd(inputs.inputs(), {.group = "plan"}), "clv").texts("group");
  CHECK(std::ranges::count(groups, "not said") == 100);
  CHECK(std::ranges::count(groups, "gold") == 100);
  const auto refused = [&](const Study& given, const std::string& group) {
    return testing::error_of([&] { bg_nbd(given.inputs(), {.group = group}); });
  };
  CHECK_THAT(refused(inputs, "colour"), Contains("no column 'colour'"));
  for (int i = 0; i < 200; ++i) plans[static_cast<std::size_t>(i)] = std::to_string(i % 25);
  CHECK_THAT(refused(with_people_column(study, ids, plans), "plan"),
             Contains("'plan' has 26 values; name a column of at most 20"));
  // Groups too small to differ are fitted as one.
  for (std::string& plan : plans) plan = "basic";
  plans[0] = "gold";
  const auto one = bg_nbd(with_people_column(study, ids, plans).inputs(), {.group = "plan"});
  CHECK(std::ranges::count(table_of(one, "clv_fits").texts("part"), "buying") == 4);
}

TEST_CASE("lifetime value: nobody bought again: unknown, said, and nothing else") {
  StudyBuilder study;
  for (int i = 0; i < 50; ++i) study.purchase({"p" + std::to_string(i), i, 100});
  const Study inputs(study.person("idle").build());
  for (const Score score : kScores) {
    const auto result = score(inputs.inputs(), {});
    CHECK(std::isnan(result.clv[inputs.row("p3")]));
    CHECK(std::isnan(result.p_alive[inputs.row("p3")]));
    CHECK(result.clv[inputs.row("idle")] == 0.0);
    CHECK_THAT(text_of(result.warnings),
               Contains("nobody bought again on a later day up to 1970-02-19") &&
                   Contains("clv of 50 customers is unknown"));
    CHECK(table_of(result, "clv_fits").num_rows() == 0);
    CHECK(table_of(result, "clv").texts("fit")[0] == "none");
  }
}

TEST_CASE("lifetime value: little data are defined: one customer, T = 0, amounts of 0, refunds") {
  const auto clv = [](StudyBuilder study) {
    const Study inputs(study.build());
    std::vector<std::vector<double>> all;
    for (const Score score : kScores) all.push_back(score(inputs.inputs(), {}).clv);
    return all;
  };
  // One customer who bought twice; another joins on the last day; and amounts of nothing.
  for (const auto& values : clv(StudyBuilder().purchase({"a", 1, 700}).purchase({"a", 9, 300})))
    CHECK((values[0] >= 0.0 && values[0] < 1e6));
  for (const auto& values :
       clv(StudyBuilder().purchase({"a", 1, 0}).purchase({"a", 9, 0}).purchase({"b", 9, 100})))
    CHECK(values == std::vector<double>{0.0, 0.0});
  for (const auto& values : clv(StudyBuilder()
                                    .purchase({"a", 1, 100})
                                    .purchase({"a", 9, 100})
                                    .purchase({"a", 10, -900})))
    CHECK(values == std::vector<double>{0.0});
  const Study refunds(StudyBuilder().purchase({"a", 1, -5}).purchase({"a", 4, -5}).build());
  CHECK(bg_nbd(refunds.inputs(), {}).clv == std::vector<double>{0.0});
}

TEST_CASE("lifetime value: purchases that all count 1 are forecast by their number") {
  StudyBuilder study;
  add_buyers(study, {});
  for (auto& row : study.purchases()) row.margin = 100;
  const Study inputs(study.build());
  const auto result = bg_nbd(inputs.inputs(), {});
  const Table& customers = table_of(result, "clv");
  CHECK(customers.doubles("clv") == customers.doubles("expected_purchases"));
  CHECK(customers.texts("spend_fit")[0] == "mean");
  CHECK_THAT(text_of(result.warnings), Contains("spending has no fit"));
}

TEST_CASE("lifetime value: warnings say where a model's assumptions fail") {
  StudyBuilder study;
  add_buyers(study, {.spend_by_frequency = 30.0});
  study.purchase({"p0", -50, -1});
  const Study inputs(study.build());
  const std::string said = text_of(bg_nbd(inputs.inputs(), {}).warnings);
  CHECK_THAT(said, Contains("c: how often people buy and how much they spend correlate by 0."));
  CHECK_THAT(said, Contains("customers bought once; this model takes them for alive"));
  CHECK_THAT(said, Contains("1 refunds come before any purchase"));
  const std::string other = text_of(mbg_nbd(inputs.inputs(), {}).warnings);
  CHECK_THAT(other, !Contains("takes them for alive"));
}

TEST_CASE("lifetime value: a day that is none is refused, a later one than is known is that one") {
  StudyBuilder builder;
  add_buyers(builder, {});
  const Study inputs(builder.end(999).build());
  for (const char* wrong : {"yesterday", "729", "1997-02-30"}) {
    const auto said = testing::error_of([&] { bg_nbd(inputs.inputs(), {.observe_until = wrong}); });
    CHECK_THAT(said, Contains("InvalidOption observe_until: is no day: '" + std::string(wrong)));
  }
  CHECK(testing::error_of([&] {
          bg_nbd(inputs.inputs(), {.horizon = 0.0});
        }).starts_with("InvalidOption horizon"));
  const auto late = bg_nbd(inputs.inputs(), {.observe_until = "2020-01-01"});
  CHECK(late.clv == bg_nbd(inputs.inputs(), {}).clv);
  CHECK(fact_of(late, "days_held_out") == "0");
  const auto early = bg_nbd(inputs.inputs(), {.observe_until = "1960-01-01"});
  CHECK(fact_of(early, "customers") == "0");
  CHECK(early.clv[0] == 0.0);
}

TEST_CASE("lifetime value: on random networks every number is one, in its range, in any order") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto study = testing::random_study(
        {.seed = seed, .people = 5 + seed, .contexts = 1 + seed % 3, .purchases = 20 + 5 * seed});
    const Study inputs(study.build()), other(study.shuffled(seed).build());
    const Score score = kScores[seed % 3];
    const LifetimeValueOptions options{.time_unit = seed % 2 == 0 ? Period::Day : Period::Month,
                                       .horizon = 0.5 + static_cast<double>(seed),
                                       .discount_per_period = 0.01,
                                       .period_length = 3.0,
                                       .least_repeat_buyers = 5};
    const auto result = score(inputs.inputs(), options);
    CAPTURE(seed);
    const bool fits = fact_of(result, "repeat_buyers") != "0";
    for (std::size_t i = 0; i < result.clv.size(); ++i) {
      CHECK((result.clv[i] >= 0.0 || !fits));
      CHECK((result.clv_low[i] <= result.clv_high[i] || !fits));
      CHECK(result.clv_low[i] >= (fits ? 0.0 : result.clv_low[i]));
      CHECK(std::isfinite(result.clv_high[i]) == (fits || result.clv_high[i] == 0.0));
      CHECK((std::isnan(result.p_alive[i]) ||
             (result.p_alive[i] >= 0.0 && result.p_alive[i] <= 1.0)));
    }
    const auto again = score(other.inputs(), options);
    for (std::size_t t = 0; t < result.tables.size(); ++t)
      CHECK(result.tables[t].table.equals(again.tables[t].table));
  }
}

TEST_CASE("lifetime value: 1, 2, 3 and 8 threads give the same bits") {
  StudyBuilder study;
  add_buyers(study, {.people = 6'000});
  const Study inputs(study.build());
  for (const Score score : kScores) {
    const auto with = [&](std::size_t threads) {
      const ThreadLimit limit(threads);
      return score(inputs.inputs(), {.observe_until = "1972-01-01"});
    };
    const auto alone = with(1);
    for (const std::size_t threads : {2U, 3U, 8U}) {
      const auto result = with(threads);
      CHECK(result.clv == alone.clv);
      for (std::size_t t = 0; t < result.tables.size(); ++t)
        CHECK(result.tables[t].table.equals(alone.tables[t].table));
    }
  }
}

}  // namespace
}  // namespace grapevine
