#include "algorithms/customer_value/margin_forecast.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "algorithms/simulation/purchases.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

MarginForecast forecast(const Network& network, std::optional<double> horizon_days,
                        const EconomicsOptions& options = {}) {
  return forecast_margins(network, build_journeys(network, {.horizon_days = horizon_days}),
                          options);
}

/// Of a person's acquisition in the first context.
ForecastMargin of(const MarginForecast& found, const Network& network, const std::string& person) {
  const NodeId id = network.people->find(std::string_view(person)).value();
  const Journeys journeys = build_journeys(network, {});
  const auto at = std::ranges::find(journeys.acquisitions, id, &Acquisition::person);
  return found.acquisitions.at(static_cast<std::size_t>(at - journeys.acquisitions.begin()));
}

std::string name(int i) { return "p" + std::to_string(i); }

/// `people` newcomers, one joining every `apart` days, who pay `margin` on joining and every ten
/// days from then on, up to the study's end on day `end`.
StudyBuilder constant(int people, int apart, Money margin, int end) {
  StudyBuilder study;
  for (int i = 0; i < people; ++i)
    for (int day = i * apart; day <= end; day += 10) study.purchase({name(i), day, margin});
  return study.end(end);
}

TEST_CASE("margin_forecast: who pays the same each period is forecast exactly") {
  for (const double horizon : {50.0, 100.0, 365.0}) {
    const Network network = constant(40, 5, 250, 300).build();
    const auto found = forecast(network, horizon, {.period = Period::Day});
    for (int i = 0; i < 40; ++i) {
      // Purchases of days 300 < 5 i + 10 k < 5 i + horizon, where somebody has come so far.
      double margin = 0.0;
      std::int64_t missing = 0;
      for (int day = 301; day < 5 * i + static_cast<int>(horizon); ++day) {
        const int age = day - 5 * i;
        if (age <= 300)
          margin += age % 10 == 0 ? 2.5 : 0.0;
        else
          ++missing;
      }
      const ForecastMargin f = of(found, network, name(i));
      CAPTURE(horizon, i);
      CHECK(f.margin == Approx(margin).margin(1e-9));
      CHECK(f.present_value == Approx(margin).margin(1e-9));
      CHECK(f.missing == static_cast<double>(missing));
    }
  }
}

TEST_CASE("margin_forecast: a geometric discount of equal periods has its closed form") {
  // Two join 40 weeks apart and pay 10 a week, on its fourth day.
  StudyBuilder rows;
  for (int week = 0; week < 60; ++week) rows.purchase({"a", 7 * week + 3, 1000});
  rows.purchase({"a", 0, 0}).purchase({"b", 7 * 40, 0});
  for (int week = 40; week < 60; ++week) rows.purchase({"b", 7 * week + 3, 1000});
  const Network network = rows.end(7 * 60 - 1).build();
  const double r = 0.01;
  const auto found =
      forecast(network, 7.0 * 50, {.period = Period::Week, .discount_per_period = r});
  // b has seen 20 weeks of 50; a has completed all 50, and is forecast nothing.
  CHECK(found.acquisitions[0].margin == 0.0);
  CHECK(found.acquisitions[1].margin == Approx(300.0));
  const double annuity = (std::pow(1.0 + r, -20.0) - std::pow(1.0 + r, -50.0)) / r;
  CHECK(found.acquisitions[1].present_value == Approx(10.0 * annuity).epsilon(1e-12));
  CHECK(found.acquisitions[1].missing == 0.0);
}

TEST_CASE("margin_forecast: without a horizon there is none, and it is no number") {
  const auto found = forecast(constant(3, 5, 100, 50).build(), {});
  REQUIRE(found.acquisitions.size() == 3);
  for (const ForecastMargin& f : found.acquisitions) {
    CHECK(std::isnan(f.margin));
    CHECK(std::isnan(f.present_value));
    CHECK(std::isnan(f.missing));
  }
  CHECK(found.development.empty());
  CHECK(forecast(StudyBuilder().build(), 30.0).acquisitions.empty());
}

TEST_CASE("margin_forecast: what nobody has completed is not forecast, and counted") {
  const auto one = [](double horizon) {
    StudyBuilder study;
    study.purchase({"bob", "2021-01-01", 500}).end("2021-03-15");
    return forecast(study.build(), horizon, {.period = Period::Month}).acquisitions[0];
  };
  CHECK(one(59.0).missing == 0.0);  // January and February are over
  CHECK(one(60.0).missing == 0.0);  // so is the first of March
  CHECK(one(90.0).missing == 1.0);  // March is not
  CHECK(one(365.0).missing == 10.0);
  CHECK(one(365.0).margin == 0.0);
  CHECK(one(0.0).missing == 0.0);
  CHECK(one(0.0).margin == 0.0);
}

TEST_CASE("margin_forecast: rows after a declared end are observed, and move no forecast") {
  StudyBuilder rows = constant(20, 3, 100, 200);
  const Network without = rows.build();
  const auto before = forecast(without, 180.0, {.period = Period::Week});
  StudyBuilder later = rows;
  later.purchase({name(19), 210, 99'999}).purchase({name(0), 210, 99'999});
  const Network with = later.build();
  const auto after = forecast(with, 180.0, {.period = Period::Week});
  for (std::size_t k = 0; k < before.development.size(); ++k)
    CHECK(before.development[k].expected == after.development[k].expected);
  // What was forecast of days 201 to 210 is not: these have been seen.
  CHECK(of(after, with, name(19)).margin < of(before, without, name(19)).margin);
  CHECK(of(after, with, name(19)).margin > 0.0);
}

TEST_CASE(
    "margin_forecast: periods that lie behind, though after a declared end, are not missing") {
  StudyBuilder study;
  study.purchase({"bob", "2020-06-01", 500}).purchase({"bob", "2022-07-01", 500});
  study.end("2020-12-31");
  const auto found = forecast(study.build(), 1'095.0, {.period = Period::Year});
  CHECK(found.acquisitions[0].missing == 1.0);  // the third: two are over
}

TEST_CASE("margin_forecast: joining after a declared end is forecast like everybody's") {
  StudyBuilder rows = constant(20, 3, 100, 200);
  rows.purchase({"zoe", 205, 100});
  const Network network = rows.build();
  const auto found = forecast(network, 70.0, {.period = Period::Day});
  CHECK(of(found, network, "zoe").margin == Approx(6.0));  // days 10 to 60 after joining
}

/// The same in plain code: for each newcomer and period, by looking at everybody again.
class Plain {
 public:
  Plain(const Network& network, const Journeys& journeys, const EconomicsOptions& options)
      : network_(network), journeys_(journeys), options_(options) {}

  ForecastMargin of(const Acquisition& a) const {
    ForecastMargin f{0.0, 0.0, 0.0};
    const Time now = network_.end, end = horizon_end(a.time, journeys_);
    for (std::int64_t k = 1; start(a, k) < end; ++k) {
      if (std::min(start(a, k + 1), end) <= now) continue;
      const Time::duration since = std::max(now - start(a, k), Time::duration{0});
      const auto all = margins(kEveryContext, k, since), own = margins(a.context, k, since);
      if (all.empty()) {
        f.missing += 1.0;
        continue;
      }
      const double z = credibility(a.context, k);
      const double expected = (1.0 - z) * mean(all) + (own.empty() ? 0.0 : z * mean(own));
      f.margin += expected;
      f.present_value +=
          expected * std::pow(1.0 + options_.discount_per_period, -static_cast<double>(k));
    }
    return f;
  }

 private:
  Time start(const Acquisition& a, std::int64_t k) const {
    return std::min(add_periods(a.time, options_.period, k - 1), horizon_end(a.time, journeys_));
  }

  /// Of everybody who has completed period k: margin there, from a time after its start on.
  std::vector<double> margins(ContextId context, std::int64_t k, Time::duration since) const {
    std::vector<double> all;
    for (const Acquisition& a : journeys_.acquisitions) {
      const Time first = start(a, k), next = start(a, k + 1);
      if ((context != kEveryContext && a.context != context) || first == next ||
          next > network_.end)
        continue;
      Money sum = 0;
      for (const Purchase& p : network_.purchases.rows)
        if (p.person == a.person && p.context == a.context && p.time >= first + since &&
            p.time < next)
          sum += p.margin;
      all.push_back(major_units(sum, network_.purchases.decimals));
    }
    return all;
  }

  static double mean(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }

  double credibility(ContextId context, std::int64_t k) const {
    const auto zero = Time::duration{0};
    const double overall = mean(margins(kEveryContext, k, zero));
    double n = 0.0, squares = 0.0, groups = 0.0, within = 0.0, between = 0.0;
    for (ContextId c = 0; c < network_.num_contexts(); ++c) {
      const auto values = margins(c, k, zero);
      if (values.empty()) continue;
      const auto size = static_cast<double>(values.size());
      const double own = mean(values);
      for (const double value : values) within += (value - own) * (value - own);
      between += size * (own - overall) * (own - overall);
      n += size;
      squares += size * size;
      groups += 1.0;
    }
    if (groups < 2.0 || n == groups) return 0.0;
    const double variance = within / (n - groups);
    const double a = (between - (groups - 1.0) * variance) / (n - squares / n);
    const auto size = static_cast<double>(margins(context, k, zero).size());
    return a > 0.0 ? size * a / (size * a + variance) : 0.0;
  }

  const Network& network_;
  const Journeys& journeys_;
  const EconomicsOptions& options_;
};

TEST_CASE("margin_forecast: equals plain code on random networks") {
  int forecasts = 0, shrunk = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    StudyBuilder rows = testing::random_study(
        {.seed = seed, .people = 10, .contexts = 3, .purchases = 60, .days = 200});
    if (seed % 3 > 0) rows.end(220 + static_cast<int>(seed));
    const Network network = rows.build();
    const Journeys journeys =
        build_journeys(network, {.horizon_days = 20.0 + 5.0 * static_cast<double>(seed)});
    EconomicsOptions options = testing::random_economics(seed);
    options.period = seed % 2 == 0 ? Period::Month : Period::Week;
    const auto found = forecast_margins(network, journeys, options);
    const Plain plain(network, journeys, options);
    CAPTURE(seed);
    for (std::size_t i = 0; i < journeys.acquisitions.size(); ++i) {
      const ForecastMargin expected = plain.of(journeys.acquisitions[i]);
      CHECK(found.acquisitions[i].margin == Approx(expected.margin).margin(1e-8));
      CHECK(found.acquisitions[i].present_value == Approx(expected.present_value).margin(1e-8));
      CHECK(found.acquisitions[i].missing == expected.missing);
      forecasts += expected.margin != 0.0;
    }
    for (const DevelopmentPeriod& d : found.development)
      shrunk += d.credibility > 0.0 && d.credibility < 1.0;
  }
  CHECK(forecasts > 300);
  CHECK(shrunk > 50);
}

TEST_CASE("margin_forecast: sums: twice the margins are twice the forecast") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    StudyBuilder rows = testing::random_study({.seed = seed, .purchases = 80, .days = 300});
    rows.end(320);
    const auto once = forecast(rows.build(), 200.0, {.period = Period::Month});
    for (auto& purchase : rows.purchases()) purchase.margin *= 2;
    const auto twice = forecast(rows.build(), 200.0, {.period = Period::Month});
    for (std::size_t i = 0; i < once.acquisitions.size(); ++i)
      CHECK(twice.acquisitions[i].margin == Approx(2.0 * once.acquisitions[i].margin).margin(1e-9));
  }
}

TEST_CASE("margin_forecast: Buehlmann-Straub by hand: two contexts of two, and one without any") {
  // Means 2 and 6 of two each, within variance 2, between (2 (4 + 4) - 2) / (4 - 8 / 4) = 7.
  StudyBuilder rows;
  const auto pay = [&](const char* person, Money margin, const char* context) {
    rows.purchase({person, 0, 0, context}).purchase({person, 2, margin, context});
  };
  pay("a", 100, "c");
  pay("b", 300, "c");
  pay("a", 500, "d");
  pay("b", 700, "d");
  rows.purchase({"z", 8, 0, "e"}).end(9);
  const auto found = forecast(rows.build(), 7.0, {.period = Period::Week});
  REQUIRE(found.development.size() == 4);
  CHECK(found.development[0].mean == 2.0);
  CHECK(found.development[0].deviation == Approx(std::sqrt(2.0)));
  CHECK(found.development[0].credibility == Approx(14.0 / 16.0));
  CHECK(found.development[0].expected == Approx(2.0 * 14.0 / 16.0 + 4.0 * 2.0 / 16.0));
  CHECK(found.development[1].mean == 6.0);
  CHECK(found.development[2].newcomers == 0);
  CHECK(std::isnan(found.development[2].mean));
  CHECK(found.development[2].credibility == 0.0);
  CHECK(found.development[2].expected == 4.0);
  CHECK(found.development[3].context == kEveryContext);
  CHECK(found.development[3].newcomers == 4);
  CHECK(found.development[3].mean == 4.0);
  CHECK(found.acquisitions.back().margin == Approx(4.0));  // of day 10; z joined on day 8
}

/// Simulated buyers (BG/NBD, Gamma-Gamma), 2,000 of them, who join over 480 days.
StudyBuilder simulated(std::uint64_t seed, double until) {
  const ShopOptions shop{.days = 720, .refunds = 0.1, .ring_share = 0.0, .seed = seed};
  const Books books(shop, 0);
  StudyBuilder study;
  for (NodeId v = 0; v < 2'000; ++v) {
    std::vector<SimulatedPurchase> rows;
    books.rows_of(v, 480.0 * Random(seed, v).uniform(), false, rows);
    for (const SimulatedPurchase& row : rows) {
      const auto time = Time{std::chrono::microseconds{std::llround(row.day * 86.4e9)}};
      if (row.day < until) study.purchase({name(static_cast<int>(v)), time, row.margin});
    }
  }
  return study.end(static_cast<int>(until) - 1);
}

TEST_CASE("margin_forecast: of a simulated shop, within the error of what then came") {
  int far = 0;
  double expected_all = 0.0, came_all = 0.0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Network cut = simulated(seed, 480.0).build(), whole = simulated(seed, 720.0).build();
    const Journeys journeys = build_journeys(cut, {.horizon_days = 240.0});
    const auto found = forecast_margins(cut, journeys, {.period = Period::Month});
    const auto known = value_acquisitions(cut, journeys, {});
    const Journeys later = build_journeys(whole, {.horizon_days = 240.0});
    const auto then = value_acquisitions(whole, later, {});
    double expected = 0.0, came = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const std::string person = cut.people->name(journeys.acquisitions[i].person);
      const NodeId same = whole.people->find(std::string_view(person)).value();
      const auto j = std::ranges::find(later.acquisitions, same, &Acquisition::person);
      const auto at = static_cast<std::size_t>(j - later.acquisitions.begin());
      const double actual = major_units(then[at].margin - known[i].margin, 2);
      CHECK(found.acquisitions[i].missing == 0.0);
      expected += found.acquisitions[i].margin;
      came += actual;
      squares += std::pow(actual - found.acquisitions[i].margin, 2);
    }
    // Two errors of about one size: of what came, and of the means that the forecast rests on.
    far += std::abs(expected - came) > 2.0 * std::sqrt(2.0 * squares);
    expected_all += expected;
    came_all += came;
  }
  CAPTURE(expected_all, came_all);
  CHECK(far <= 3);  // two standard errors are passed in 1 of 20
  CHECK(expected_all == Approx(came_all).epsilon(0.05));
}

TEST_CASE("margin_forecast: 1 and 8 threads and shuffled rows give equal bits") {
  const auto rows = testing::random_study(
      {.seed = 3, .people = 3'000, .contexts = 5, .purchases = 30'000, .days = 900});
  std::vector<MarginForecast> found;
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    found.push_back(forecast(rows.build(), 400.0, testing::random_economics(3)));
  }
  found.push_back(forecast(rows.shuffled(5).build(), 400.0, testing::random_economics(3)));
  for (const MarginForecast& other : found)
    CHECK(std::ranges::equal(other.acquisitions, found[0].acquisitions, {},
                             &ForecastMargin::present_value, &ForecastMargin::present_value));
}

TEST_CASE("margin_forecast: the table") {
  StudyBuilder rows = constant(3, 10, 100, 39);
  rows.context("d");
  const Network network = rows.build();
  const auto found = forecast(network, 20.0, {.period = Period::Week});
  const NamedTable named = development_table(network, found.development);
  using Texts = std::vector<std::string>;
  CHECK(named.name == "margin_development");
  CHECK(named.table.column_names() == Texts{"context_id", "period", "newcomers", "mean_margin",
                                            "standard_deviation", "credibility",
                                            "expected_margin"});
  CHECK(named.table.texts("context_id") == Texts{"c", "c", "c", "d", "d", "d", "", "", ""});
  CHECK(named.table.texts("period") == Texts{"1", "2", "3", "1", "2", "3", "1", "2", "3"});
  CHECK(named.table.texts("newcomers") == Texts{"3", "3", "3", "0", "0", "0", "3", "3", "3"});
  CHECK(named.table.texts("mean_margin")[3].empty());
  CHECK(named.table.texts("expected_margin")[3] == "1");
}

}  // namespace
}  // namespace grapevine
