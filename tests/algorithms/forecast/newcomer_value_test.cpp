#include "algorithms/forecast/newcomer_value.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

/// Forty introducers, each of whose newcomers buys once for about `own` of them, and once a little
/// later; half a year apart, over ten years.
Study planted(double spread, std::uint64_t seed) {
  StudyBuilder rows;
  int newcomers = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string introducer = "i" + std::to_string(100 + i);
    Random random(seed, static_cast<std::uint64_t>(i));
    const double own = 1000.0 + spread * (random.uniform() - 0.5);
    rows.purchase({.person = introducer, .t = 0, .margin = 100000});
    for (int k = 0; k < 20; ++k) {
      const int day = 10 + 180 * k + static_cast<int>(random.below(100));
      const std::string newcomer = "n" + std::to_string(10000 + newcomers++);
      const double value = own + 200.0 * (random.uniform() - 0.5);
      rows.purchase({.person = newcomer, .t = day, .margin = static_cast<Money>(value * 50.0)});
      rows.purchase(
          {.person = newcomer, .t = day + 30, .margin = static_cast<Money>(value * 50.0)});
      rows.touch({.from = introducer, .to = newcomer, .t = day, .context = "c"});
    }
  }
  return Study(rows.build());
}

std::string verdict(const NewcomerValueResult& result) { return result.facts()[0].second; }

TEST_CASE("newcomer_value: introducers who differ are found to tell, and move expectations") {
  const Study study = planted(800.0, 1);
  const auto result = newcomer_value(study.inputs());
  CHECK(verdict(result).find("they tell: ") == 0);
  double least = 1e9, most = 0.0;
  int expected = 0;
  for (std::size_t row = 0; row < result.expected.size(); ++row)
    if (!std::isnan(result.expected[row])) {
      ++expected;
      CHECK(result.low[row] < result.expected[row]);
      CHECK(result.high[row] > result.expected[row]);
      least = std::min(least, result.expected[row]);
      most = std::max(most, result.expected[row]);
    }
  // Two years' newcomers at two a year less one: who joined within the last.
  CHECK(expected >= 40);
  CHECK(expected <= 120);
  CHECK(most - least > 400.0);
}

TEST_CASE("newcomer_value: introducers who do not differ leave the context's mean") {
  const auto result = newcomer_value(planted(0.0, 2).inputs());
  CHECK(verdict(result).find("not proven here: ") == 0);
  double first = NAN;
  for (const double value : result.expected)
    if (!std::isnan(value)) {
      if (std::isnan(first)) first = value;
      CHECK(value == first);
      CHECK(value == Approx(1000.0).epsilon(0.05));
    }
}

TEST_CASE("newcomer_value: the variances are those that were planted") {
  std::vector<BroughtNewcomer> newcomers;
  for (NodeId i = 0; i < 4'000; ++i) {
    Random random(5, i);
    const auto normal = [&] {
      double sum = -6.0;
      for (int k = 0; k < 12; ++k) sum += random.uniform();
      return sum;
    };
    const double own = 10.0 + 3.0 * normal();
    for (std::uint64_t k = 0, n = 1 + random.below(5); k < n; ++k)
      newcomers.push_back(
          {static_cast<NodeId>(10 * i + k), 0, Time{}, Time{}, {i}, own + 2.0 * normal()});
  }
  const IntroducerCredibility found = introducer_credibility(newcomers, Time{});
  CHECK(found.within == Approx(4.0).epsilon(0.05));
  CHECK(found.between == Approx(9.0).epsilon(0.08));
  CHECK(found.weight(4.0) == Approx(4.0 / (4.0 + found.within / found.between)));
  // Horizons that end later are not known yet.
  CHECK(introducer_credibility(newcomers, Time{} - std::chrono::days{1}).between == 0.0);
}

TEST_CASE("newcomer_value: too few newcomers cannot be judged") {
  StudyBuilder rows;
  rows.purchase({.person = "a", .t = 0, .margin = 100});
  rows.purchase({.person = "b", .t = 400, .margin = 300});
  rows.purchase({.person = "z", .t = 500, .margin = 100});
  rows.touch({.from = "a", .to = "b", .t = 400, .context = "c"});
  const auto result = newcomer_value(Study(rows.build()).inputs());
  CHECK(verdict(result).find("cannot be judged: 0 later newcomers") == 0);
  // a's year had ended and was worth 1.00; b and z are expected to be worth as much.
  CHECK(result.expected[1] == Approx(1.0));
  CHECK(std::isnan(result.expected[0]));
  CHECK(newcomer_value(Study(StudyBuilder().build()).inputs()).expected.empty());
}

TEST_CASE("newcomer_value: a length of time that is none is refused") {
  const Study study = planted(0.0, 1);
  CHECK(testing::error_of([&] { newcomer_value(study.inputs(), {.horizon = "12"}); }) ==
        "InvalidOption horizon: expected a length of time, found '12'; write horizon = 2y, 6m, 90d "
        "or 3600s");
}

}  // namespace
}  // namespace grapevine
