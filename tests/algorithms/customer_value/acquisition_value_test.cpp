#include "algorithms/customer_value/acquisition_value.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

std::vector<AcquisitionValue> values(const StudyBuilder& study, const EconomicsOptions& options,
                                     std::optional<double> horizon_days = {}) {
  const Network network = study.build();
  return value_acquisitions(network, build_journeys(network, {.horizon_days = horizon_days}),
                            options);
}

AcquisitionValue value(const StudyBuilder& study, const EconomicsOptions& options,
                       std::optional<double> horizon_days = {}) {
  const auto all = values(study, options, horizon_days);
  REQUIRE(all.size() == 1);
  return all[0];
}

EconomicsOptions halving(Period period) { return {.period = period, .discount_per_period = 1.0}; }

TEST_CASE("acquisition_value: the joining purchase lies in period 1, the next from its first day") {
  StudyBuilder study;
  study.purchase({"bob", "2021-01-10", 800})
      .purchase({"bob", "2021-07-09", 800})   // still period 1: 4 of 8
      .purchase({"bob", "2021-07-10", 800})   // period 2: 2 of 8
      .purchase({"bob", "2022-01-10", 800});  // period 3: 1 of 8
  const auto worth = value(study, halving(Period::HalfYear));
  CHECK(worth.type1 == 4.0 + 4.0 + 2.0 + 1.0);
  CHECK(worth.margin == 3200);
  CHECK(worth.outside == 0);
  CHECK(worth.type2 == 0.0);
  CHECK(worth.incentive == 0.0);
  CHECK(worth.p_type1 == 1.0);
}

TEST_CASE("acquisition_value: months are clamped to their ends: 31 January + 1 month") {
  const auto second = [](testing::When t) {
    StudyBuilder study;
    study.purchase({"bob", "2021-01-31", 0}).purchase({"bob", t, 800});
    return value(study, halving(Period::Month)).type1;
  };
  CHECK(second("2021-02-27") == 4.0);
  CHECK(second("2021-02-28") == 2.0);
  CHECK(second("2021-03-30") == 2.0);  // counted from the 31st, not from the clamped 28th
  CHECK(second("2021-03-31") == 1.0);
  CHECK(second("2021-04-30") == 0.5);
}

TEST_CASE("acquisition_value: days, weeks, quarters and years") {
  const auto second = [](Period period, testing::When t) {
    StudyBuilder study;
    study.purchase({"bob", "2020-02-29", 0}).purchase({"bob", t, 800});
    return value(study, halving(period)).type1;
  };
  CHECK(second(Period::Day, "2020-03-01") == 2.0);
  CHECK(second(Period::Week, "2020-03-06") == 4.0);
  CHECK(second(Period::Week, "2020-03-07") == 2.0);
  CHECK(second(Period::Quarter, "2020-05-28") == 4.0);
  CHECK(second(Period::Quarter, "2020-05-29") == 2.0);
  CHECK(second(Period::Year, "2021-02-27") == 4.0);
  CHECK(second(Period::Year, "2021-02-28") == 2.0);
}

TEST_CASE(
    "acquisition_value: the horizon's edge is outside, earlier refunds and later margin too") {
  StudyBuilder study;
  study.purchase({"bob", "2020-12-31", -50})
      .purchase({"bob", "2021-01-01", 100})
      .purchase({"bob",
                 testing::When(testing::When("2021-01-31").time - std::chrono::microseconds{1}),
                 20})
      .purchase({"bob", "2021-01-31", 3});
  const auto all = value(study, {});
  CHECK(all.margin == 123);
  CHECK(all.outside == -50);
  const auto month = value(study, {}, 30.0);
  CHECK(month.margin == 120);
  CHECK(month.outside == -47);
  CHECK(month.type1 == Approx(1.2));
  CHECK(value(study, {}, 30.5).margin == 123);
  const auto none = value(study, {}, 0.0);
  CHECK(none.margin == 0);
  CHECK(none.outside == 73);
  CHECK(value(study, {}, 3'650'000.0).margin == 123);
}

TEST_CASE("acquisition_value: M is charged for each period begun before the study's end") {
  const auto cost = [](testing::When end) {
    StudyBuilder study;
    study.purchase({"bob", "2021-01-31", 0}).end(end);
    return -value(study, {.period = Period::Month, .marketing_cost_per_period = 1.0}).type1;
  };
  CHECK(cost("2021-01-31") == 1.0);
  CHECK(cost("2021-02-27") == 1.0);  // what is known ends before the 28th
  CHECK(cost("2021-02-28") == 2.0);
  CHECK(cost("2021-12-31") == 12.0);
}

TEST_CASE("acquisition_value: with a horizon M is charged up to it, also beyond the study's end") {
  StudyBuilder study;
  study.purchase({"bob", "2021-01-01", 0});
  const EconomicsOptions options{.period = Period::Month, .marketing_cost_per_period = 1.0};
  CHECK(value(study, options, 31.0).type1 == -1.0);  // the second month begins at the edge
  CHECK(value(study, options, 32.0).type1 == -2.0);
  CHECK(value(study, options, 365.0).type1 == -12.0);
  CHECK(value(study, options, 0.0).type1 == 0.0);
  EconomicsOptions discounted = options;
  discounted.discount_per_period = 1.0;
  CHECK(value(study, discounted, 62.0).type1 == -0.875);  // 1/2 + 1/4 + 1/8
}

TEST_CASE("acquisition_value: ACQ1, ACQ2 and a fall once, in period 1") {
  StudyBuilder study;
  study.purchase({"bob", "2021-01-01", 0}).purchase({"bob", "2025-01-01", 0});
  const auto worth = value(study, {.discount_per_period = 0.25,
                                   .acquisition_saving_type1 = 40.0,
                                   .acquisition_saving_type2 = 20.0,
                                   .incentive = 10.0});
  CHECK(worth.type1 == 32.0);
  CHECK(worth.type2 == 16.0);
  CHECK(worth.incentive == 8.0);
}

TEST_CASE("acquisition_value: p is what the newcomer says: the context first, then the latest") {
  StudyBuilder study;
  const char* item = "would_have_joined_anyway";
  for (const char* person : {"general", "latest", "none", "other", "own"})
    study.purchase({person, "2021-01-01", 1});
  study.context("d")
      .survey({"general", item, 0.25})
      .survey({"latest", item, 1.0, "c", "2021-01-01"})
      .survey({"latest", item, 0.5, "c", "2021-03-01"})
      .survey({"latest", item, 0.0, "c", "2021-02-01"})
      .survey({"other", item, 1.0, "d"})
      .survey({"own", item, 1.0, "c", "2020-01-01"})
      .survey({"own", item, 0.0, "", "2021-01-01"})
      .survey({"none", "nps", 9.0});
  std::vector<double> p;
  for (const AcquisitionValue& v : values(study, {.p_type1 = 0.9})) p.push_back(v.p_type1);
  CHECK(p == std::vector<double>{0.75, 0.5, 0.9, 0.9, 0.0});
}

TEST_CASE("margin_without_acquisition: refunds of people who never bought") {
  const Network network = StudyBuilder()
                              .purchase({"ann", "2021-01-01", -5})
                              .purchase({"ann", "2021-01-02", -6})
                              .purchase({"ann", "2021-01-02", 9, "d"})
                              .purchase({"bob", "2021-01-01", -7})
                              .purchase({"bob", "2021-01-02", 7})
                              .build();
  CHECK(margin_without_acquisition(network, build_journeys(network, {})) ==
        std::vector<Money>{-11, 0});
}

TEST_CASE("acquisition_value: equals a plain sum in long double, on random networks") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Network network = testing::random_study({.seed = seed, .days = 700}).build();
    const EconomicsOptions options = testing::random_economics(seed);
    JourneyOptions window;
    if (seed % 2 == 0) window.horizon_days = static_cast<double>(seed);
    const Journeys journeys = build_journeys(network, window);
    const auto worth = value_acquisitions(network, journeys, options);
    REQUIRE(worth.size() == journeys.acquisitions.size());
    for (std::size_t i = 0; i < worth.size(); ++i) {
      const auto plain =
          testing::plain_value(network, journeys.acquisitions[i], window.horizon_days, options);
      CHECK(worth[i].margin == plain.margin);
      CHECK(worth[i].outside == plain.outside);
      CHECK(std::abs(worth[i].type1 - plain.type1) <= 1e-12L * (1.0L + std::abs(plain.type1)));
      CHECK(std::abs(worth[i].type2 - plain.type2) <= 1e-12L);
      CHECK(std::abs(worth[i].incentive - plain.incentive) <= 1e-12L);
    }
  }
}

TEST_CASE("acquisition_value: 1 and 8 threads give equal bits, a bad option is named") {
  const Network network =
      testing::random_study({.seed = 4, .people = 3'000, .purchases = 40'000, .touches = 0})
          .build();
  const Journeys journeys = build_journeys(network, {});
  std::vector<double> type1[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    for (const auto& v : value_acquisitions(network, journeys, testing::random_economics(3)))
      type1[threads / 8].push_back(v.type1);
  }
  CHECK((type1[0] == type1[1]));
  const auto error = [&](const EconomicsOptions& options) {
    return testing::error_of([&] { value_acquisitions(network, journeys, options); });
  };
  CHECK(error({.discount_per_period = -0.1}).starts_with("InvalidOption discount_per_period"));
  CHECK(error({.incentive = std::nan("")}).starts_with("InvalidOption incentive"));
  CHECK(error({.p_type1 = 1.1}).starts_with("InvalidOption p_type1"));
  CHECK(error({.lambda = -0.1}).starts_with("InvalidOption lambda"));
}

}  // namespace
}  // namespace grapevine
