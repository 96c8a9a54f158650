#include "algorithms/forecast/referral_forecast.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/forecast_town.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::ForecastTown;
using testing::Study;
using testing::StudyBuilder;

/// The town as a study: who refers brings in a newcomer who buys at once.
Study study_of(const ForecastTown& town) {
  StudyBuilder rows;
  const auto name = [](NodeId p) { return "p" + std::to_string(1000 + p); };
  const auto context = [](ContextId c) { return "c" + std::to_string(c); };
  for (const ContextEvent& event : town.purchases)
    rows.purchase({.person = name(event.person),
                   .t = event.time,
                   .margin = 100,
                   .context = context(event.context)});
  int newcomers = 0;
  for (const ContextEvent& event : town.referrals) {
    const std::string newcomer = "n" + std::to_string(10000 + newcomers++);
    rows.purchase(
        {.person = newcomer, .t = event.time, .margin = 200, .context = context(event.context)});
    rows.touch({.from = name(event.person),
                .to = newcomer,
                .t = event.time,
                .context = context(event.context)});
  }
  for (const WalkEdge& edge : town.edges) rows.tie({.src = name(edge.to), .dst = name(edge.from)});
  return Study(rows.build());
}

TEST_CASE("referral_forecast: a town's next year") {
  const Study study = study_of(ForecastTown(600, 4));
  const auto result = referral_forecast(study.inputs());
  REQUIRE(result.expected.size() == study.network.num_rows());
  double total = 0.0;
  for (std::size_t row = 0; row < result.expected.size(); ++row) {
    REQUIRE(std::isfinite(result.expected[row]));
    REQUIRE(result.expected[row] >= 0.0);
    REQUIRE(result.low[row] <= result.high[row]);
    REQUIRE(result.high[row] >= 0.0);
    total += result.expected[row];
  }
  // About as many as came in a year before: newcomers make the town grow a little.
  const double a_year = static_cast<double>(study.network.touches.rows.size()) / 4.0;
  CHECK(total > 0.7 * a_year);
  CHECK(total < 1.5 * a_year);
  CHECK(result.warnings.empty());
}

const Table& table(const ReferralForecastResult& result, const std::string& name) {
  return std::ranges::find(result.tables, name, &NamedTable::name)->table;
}

std::vector<double> numbers(const Table& of, const std::string& column) {
  return of.doubles(column);
}

TEST_CASE("referral_forecast: the parts of an explanation multiply to the expectation") {
  const Study study = study_of(ForecastTown(600, 4));
  const auto result = referral_forecast(study.inputs(), {.listed = 20});
  const Table& parts = table(result, "referral_forecasts");
  REQUIRE(parts.num_rows() == 4 * 20);
  const auto expected = numbers(parts, "expected");
  std::vector<double> product(expected.size(), 1.0);
  for (const char* factor : {"typical", "own_activity_in_context", "own_activity_anywhere",
                             "position", "audience", "record_factor", "level"}) {
    const auto values = numbers(parts, factor);
    for (std::size_t i = 0; i < product.size(); ++i) product[i] *= values[i];
  }
  const auto low = numbers(parts, "rate_low"), high = numbers(parts, "rate_high");
  for (std::size_t i = 0; i < product.size(); ++i) {
    CHECK(product[i] == Approx(expected[i]).epsilon(1e-9));
    CHECK(low[i] < expected[i]);
    CHECK(high[i] > expected[i]);
  }
}

TEST_CASE("referral_forecast: too little of a past gives no number, and a fact that says so") {
  StudyBuilder rows;
  rows.purchase({.person = "a", .t = 10, .margin = 1});
  rows.purchase({.person = "b", .t = 20, .margin = 1});
  rows.touch({.from = "a", .to = "b", .t = 15, .context = "c"});
  const Study study(rows.build());
  const auto result = referral_forecast(study.inputs());
  for (const double value : result.expected) CHECK(std::isnan(value));
  for (const double value : result.score) CHECK(std::isnan(value));
  REQUIRE(result.facts().size() == 1);
  CHECK(result.facts()[0].second == "none: 0 referrals before the last finished window, 50 needed");
  CHECK(result.tables.empty());
}

TEST_CASE("referral_forecast: where referrals boom no counts are given, ranks are") {
  ForecastTown town(600, 4);
  const auto early = std::erase_if(town.referrals, [&](const ContextEvent& event) {
    return event.time < testing::day(1095) && event.person % 10 != 0;
  });
  REQUIRE(early > 0);
  const Study study = study_of(town);
  const auto result = referral_forecast(study.inputs(), {.least_history = 20});
  for (const double value : result.expected) REQUIRE(std::isnan(value));
  for (const double value : result.crv) REQUIRE(std::isnan(value));
  for (const double value : result.score) REQUIRE(std::isfinite(value));
  REQUIRE_FALSE(result.warnings.empty());
  CHECK(result.warnings.back().find("withheld") != std::string::npos);
}

TEST_CASE("referral_forecast: expected crv is the forecast times what a referral was worth") {
  const Study study = study_of(ForecastTown(600, 4));
  std::vector<double> crv(study.network.num_rows());
  for (const ContextEvent& event :
       referral_events(study.network, study.journeys, ReferralKind::Acquisitions, {}))
    crv[study.network.row(event.context, event.person)] += 7.0;
  Study with_crv = study_of(ForecastTown(600, 4));
  with_crv.earlier.add({{.name = "crv"}, crv});
  const auto result = referral_forecast(with_crv.inputs());
  for (std::size_t row = 0; row < crv.size(); ++row)
    REQUIRE(result.crv[row] == Approx(7.0 * result.expected[row]));
}

TEST_CASE("referral_forecast: threads change no bit") {
  const Study study = study_of(ForecastTown(300, 4));
  std::vector<ReferralForecastResult> results;
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const ThreadLimit limit(threads);
    results.push_back(referral_forecast(study.inputs(), {.least_history = 20}));
  }
  for (const auto& result : results) {
    CHECK(result.expected == results.front().expected);
    CHECK(result.high == results.front().high);
    CHECK(result.score == results.front().score);
  }
}

TEST_CASE("referral_forecast: lengths of time and activities that are none are refused") {
  const Study study = study_of(ForecastTown(20, 1));
  const auto refused = [&](const ReferralForecastOptions& options) {
    return testing::error_of([&] { referral_forecast(study.inputs(), options); });
  };
  CHECK(refused({.horizon = "soon"}) ==
        "InvalidOption horizon: expected a length of time, found 'soon'; write horizon = 2y, 6m, "
        "90d or 3600s");
  CHECK(refused({.horizon = "12"}).find("InvalidOption horizon") == 0);
  CHECK(refused({.lookback = "-1y"}).find("InvalidOption lookback") == 0);
  CHECK(refused({.activity = {"dances"}, .least_history = 1}).find("is no activity") !=
        std::string::npos);
  CHECK(refused({.activity = {}, .least_history = 1}).find("names nothing") != std::string::npos);
}

}  // namespace
}  // namespace grapevine
