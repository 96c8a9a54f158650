#include "algorithms/customer_value/discounted_flows.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "engine/base/error.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::kSlowBuild;
using testing::random_study;
using testing::StudyBuilder;

std::vector<std::vector<PeriodFlow>> all_flows(const Network& network, const Journeys& journeys,
                                               const EconomicsOptions& options) {
  std::vector<std::size_t> all(journeys.acquisitions.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return discounted_flows(network, journeys, options, all);
}

std::vector<PeriodFlow> only_flows(const StudyBuilder& study, const EconomicsOptions& options,
                                   std::optional<double> horizon_days = {}) {
  const Network network = study.build();
  const auto all =
      all_flows(network, build_journeys(network, {.horizon_days = horizon_days}), options);
  REQUIRE(all.size() == 1);
  return all[0];
}

/// Economics with every part in play, some of them none at random.
EconomicsOptions random_economics(Random& random) {
  const auto amount = [&] { return static_cast<double>(random.below(3) * random.below(40)) / 4.0; };
  return {.period = static_cast<Period>(random.below(6)),
          .discount_per_period = static_cast<double>(random.below(4)) / 10.0,
          .acquisition_saving_type1 = amount(),
          .acquisition_saving_type2 = amount(),
          .incentive = amount(),
          .marketing_cost_per_period = amount()};
}

/// Whether the flows give back the value; and how large the parts were that a sum of them rounds.
void check_sums(const std::vector<PeriodFlow>& flows, const AcquisitionValue& value) {
  double sum = 0.0, size = 1.0, by_hand = 0.0;
  for (const PeriodFlow& flow : flows) {
    sum += flow.present_value;
    size += std::abs(flow.present_value);
    for (std::int64_t t = flow.first; t <= flow.last; ++t)
      by_hand +=
          (t == flow.first ? flow.margin + flow.saving_type1 : 0.0) * std::pow(flow.discount, 1.0) -
          flow.marketing_cost *
              std::pow(flow.discount, static_cast<double>(t) / static_cast<double>(flow.first));
  }
  CHECK(std::abs(sum - value.type1) <= 1e-12 * size);
  CHECK(std::abs(by_hand - value.type1) <= 1e-9 * size);
  CHECK(flows.front().first == 1);
  CHECK(flows.front().saving_type2 * flows.front().discount == value.type2);
  CHECK(flows.front().incentive * flows.front().discount == value.incentive);
}

}  // namespace

TEST_CASE("discounted_flows: Kumar's newcomer, period by period") {
  StudyBuilder study;
  study.purchase({"bob", "2020-01-15", 10'000}).purchase({"bob", "2020-07-15", 10'000});
  study.end("2020-12-31");
  const auto flows = only_flows(study, {.period = Period::HalfYear,
                                        .discount_per_period = 0.07238,
                                        .acquisition_saving_type1 = 40.0,
                                        .acquisition_saving_type2 = 40.0,
                                        .incentive = 10.0,
                                        .marketing_cost_per_period = 15.0});
  REQUIRE(flows.size() == 2);
  CHECK(flows[0].margin == 100.0);
  CHECK(flows[0].saving_type1 == 40.0);
  CHECK(flows[0].incentive == 10.0);
  CHECK(flows[0].marketing_cost == 15.0);
  CHECK(flows[0].present_value == Approx(125.0 / 1.07238));
  CHECK(flows[1].first == 2);
  CHECK(time_text(flows[1].begin) == "2020-07-15");
  CHECK(flows[1].saving_type1 == 0.0);
  CHECK(flows[1].present_value == Approx(85.0 / (1.07238 * 1.07238)));
}

TEST_CASE("discounted_flows: idle periods with a cost are one entry, without one there is none") {
  StudyBuilder study;
  study.purchase({"bob", "2020-01-15", 100}).purchase({"bob", "2020-06-20", 200});
  study.end("2020-09-14");
  const EconomicsOptions costly{
      .period = Period::Month, .discount_per_period = 1.0, .marketing_cost_per_period = 8.0};
  const auto flows = only_flows(study, costly);
  REQUIRE(flows.size() == 4);  // t = 1; 2 to 5; 6; 7 and 8, begun on 15 August
  CHECK(flows[1].first == 2);
  CHECK(flows[1].last == 5);
  CHECK(flows[1].present_value == -8.0 * (0.25 + 0.125 + 0.0625 + 0.03125));
  CHECK(flows[2].margin == 2.0);
  CHECK(flows[3].first == 7);
  CHECK(flows[3].last == 8);
  CHECK(only_flows(study, {.period = Period::Month}).size() == 2);
}

TEST_CASE("discounted_flows: their sums are the value of every acquisition of random studies") {
  const std::size_t wanted = kSlowBuild ? 1'000 : 10'000;
  std::size_t cases = 0;
  for (std::uint64_t seed = 0; cases < wanted; ++seed) {
    Random random(seed, 1);
    const Network network = random_study({.seed = seed, .purchases = 60, .days = 900}).build();
    JourneyOptions how;
    if (random.below(2) == 0) how.horizon_days = static_cast<double>(random.below(4'000)) / 4.0;
    const Journeys journeys = build_journeys(network, how);
    const EconomicsOptions options = random_economics(random);
    const auto values = value_acquisitions(network, journeys, options);
    const auto flows = all_flows(network, journeys, options);
    REQUIRE(flows.size() == values.size());
    CAPTURE(seed);
    for (std::size_t i = 0; i < values.size(); ++i) check_sums(flows[i], values[i]);
    cases += values.size();
  }
}

TEST_CASE("discounted_flows: a horizon of no length leaves what falls due on joining") {
  StudyBuilder study;
  study.purchase({"bob", "2020-01-15", 100}).end("2020-09-14");
  const Network network = study.build();
  const Journeys journeys = build_journeys(network, {.horizon_days = 0.0});
  const std::size_t first[] = {0};
  const auto flows = discounted_flows(network, journeys, {.incentive = 3.0}, first);
  REQUIRE(flows[0].size() == 1);
  CHECK(flows[0][0].margin == 0.0);
  CHECK(flows[0][0].incentive == 3.0);
}

TEST_CASE("discounted_flows: only the acquisitions asked for, in that order, bad options refused") {
  const Network network = random_study({.seed = 3}).build();
  const Journeys journeys = build_journeys(network, {});
  REQUIRE(journeys.acquisitions.size() > 3);
  const auto all = all_flows(network, journeys, {});
  const std::size_t some[] = {3, 0};
  const auto two = discounted_flows(network, journeys, {}, some);
  REQUIRE(two.size() == 2);
  CHECK(two[0].front().begin == all[3].front().begin);
  CHECK(two[1].front().present_value == all[0].front().present_value);
  CHECK_THROWS_AS(discounted_flows(network, journeys, {.discount_per_period = -1.0}, some), Error);
}

}  // namespace grapevine
