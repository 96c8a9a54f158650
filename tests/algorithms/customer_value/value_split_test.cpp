#include "algorithms/customer_value/value_split.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "algorithms/customer_value/realised_margin.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

std::vector<SplitPart> split(const Study& study, double lambda, std::size_t model = 0) {
  const auto values = value_acquisitions(study.network, study.journeys, {});
  return split_value(study.network, study.journeys,
                     build_ledger(study.journeys, study.attributions[model].share, values, {}),
                     values, lambda);
}

/// What each person gets of all margins.
std::map<std::string, Money> received(const Study& study, double lambda) {
  std::map<std::string, Money> sums;
  for (const SplitPart& part : split(study, lambda))
    sums[study.network.people->name(part.receiver)] += part.amount;
  return sums;
}

using Sums = std::map<std::string, Money>;

TEST_CASE("value_split: A pays 10, B pays 10, A referred B: the firm earned 20, not 25") {
  const Study study(StudyBuilder()
                        .purchase({"A", "2020-01-01", 1000})
                        .purchase({"B", "2020-02-01", 1000})
                        .touch({.from = "A", .to = "B", .t = "2020-01-15"})
                        .build());
  CHECK(received(study, 0.0) == Sums{{"A", 1000}, {"B", 1000}});
  CHECK(received(study, 0.5) == Sums{{"A", 1500}, {"B", 500}});
  CHECK(received(study, 1.0) == Sums{{"A", 2000}, {"B", 0}});
}

TEST_CASE("value_split: by shares, refunds by their absolute value, the rest with the customer") {
  StudyBuilder rows;
  rows.purchase({"bob", "2020-03-10", 101})
      .purchase({"bob", "2020-03-01", -9})    // before the acquisition
      .purchase({"bob", "2021-03-10", 1000})  // beyond the horizon
      .purchase({"cat", "2020-03-10", -40})   // never acquired
      .purchase({"dan", "2020-03-10", 7})     // referred by nobody
      .purchase({"eve", "2020-03-10", 10})
      .purchase({"eve", "2020-03-11", -111});
  for (const char* from : {"ann", "zoe"})
    for (const char* to : {"bob", "cat", "eve"})
      rows.touch({.from = from, .to = to, .t = "2020-02-01"});
  const Study study(rows.build(), {.horizon_days = 100.0});
  std::vector<std::tuple<std::string, std::string, Money>> lines;
  for (const SplitPart& part : split(study, 0.5))
    lines.emplace_back(study.network.people->name(part.customer),
                       study.network.people->name(part.receiver), part.amount);
  // Of 101 the parts are 25.25, 25.25, 50.5; of -101 the same with the other sign.
  CHECK(lines == decltype(lines){{"bob", "ann", 25},
                                 {"bob", "zoe", 25},
                                 {"bob", "bob", 51 + 1000 - 9},
                                 {"cat", "cat", -40},
                                 {"dan", "dan", 7},
                                 {"eve", "ann", -25},
                                 {"eve", "zoe", -25},
                                 {"eve", "eve", -51}});
}

TEST_CASE("value_split: what a model leaves to nobody stays with the customer") {
  const Study study(StudyBuilder()
                        .purchase({"bob", "2020-02-01", 1000})
                        .touch({.from = "ann", .to = "bob", .t = "2020-01-15"})
                        .build());
  const auto values = value_acquisitions(study.network, study.journeys, {});
  const double half[] = {0.5};
  const auto parts = split_value(study.network, study.journeys,
                                 build_ledger(study.journeys, half, values, {}), values, 0.5);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].receiver == study.person("ann"));
  CHECK(parts[0].amount == 250);
  CHECK(parts[1].receiver == study.person("bob"));
  CHECK(parts[1].amount == 750);
}

TEST_CASE("value_split: law: the game of two buyers sums to 20 for 10,000 lambdas") {
  const Study study(StudyBuilder()
                        .purchase({"A", "2020-01-01", 1000})
                        .purchase({"B", "2020-02-01", 1000})
                        .touch({.from = "A", .to = "B", .t = "2020-01-15"})
                        .build());
  Random random(20, 0);
  std::size_t wrong = 0;
  for (int i = 0; i < 10'000; ++i) {
    Sums sums = received(study, random.uniform());
    wrong += sums["A"] + sums["B"] != 2000 || sums["A"] < 1000 || sums["B"] < 0;
  }
  CHECK(wrong == 0);
}

TEST_CASE("value_split: sums to each customer's margin for any lambda, on random networks") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    JourneyOptions options;
    if (seed % 2 == 0) options.horizon_days = 12.0;
    const Study study(testing::random_study({.seed = seed, .undated = false}).build(), options,
                      {"linear", "first", "time_decay", "position"});
    const auto own = realised_margin(study.network.purchases);
    for (const double lambda : {0.0, 0.1, 0.5, 1.0}) {
      std::map<std::pair<ContextId, NodeId>, Money> sums;
      bool others_paid = false;
      for (const SplitPart& part : split(study, lambda, seed % 4)) {
        sums[{part.context, part.customer}] += part.amount;
        others_paid |= part.receiver != part.customer && part.amount != 0;
      }
      CAPTURE(seed, lambda);
      REQUIRE(sums.size() == own.person.size());
      for (std::size_t i = 0; i < own.person.size(); ++i)
        CHECK(sums[{own.context[i], own.person[i]}] == own.margin.amounts[i]);
      if (lambda == 0.0) CHECK_FALSE(others_paid);
    }
  }
}

TEST_CASE("value_split: with lambda 1 a referred customer keeps only what lies outside") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Study study(
        testing::random_study({.seed = seed, .people = 30, .touches = 400, .undated = false})
            .build(),
        {.horizon_days = 12.0, .exclude_cycles = false}, {"time_decay"});
    const auto values = value_acquisitions(study.network, study.journeys, {});
    std::map<std::pair<ContextId, NodeId>, Money> kept;
    for (const SplitPart& part : split(study, 1.0))
      if (part.receiver == part.customer) kept[{part.context, part.customer}] = part.amount;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Acquisition& a = study.journeys.acquisitions[i];
      if (a.num_touches > 0) CHECK(kept[{a.context, a.person}] == values[i].outside);
    }
  }
}

TEST_CASE("value_split: nothing gives nothing") {
  CHECK(split(Study(StudyBuilder().build()), 0.5).empty());
}

}  // namespace
}  // namespace grapevine
