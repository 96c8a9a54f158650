#include "algorithms/attribution/trust_flags.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

/// "person flag touches people stake: reason", a line each.
std::string lines_of(const StudyBuilder& builder, const TrustFlagsOptions& options = {},
                     const JourneyOptions& journeys = {}) {
  const Study study(builder.build(), journeys);
  std::string text;
  for (const TrustFlag& f : trust_flags(study.inputs(), options).found)
    text += study.network.people->name(f.person) + " " + f.flag + " " + std::to_string(f.touches) +
            " " + std::to_string(f.people) + " " + std::to_string(f.at_stake) + ": " + f.reason +
            "\n";
  return text;
}

/// Everybody buys for 10 on one day.
StudyBuilder all_buy(std::initializer_list<const char*> people) {
  StudyBuilder study;
  for (const char* person : people) study.purchase({person, "2020-03-10", 10});
  return study;
}

StudyBuilder& brings(StudyBuilder& study, const char* from, const char* to) {
  return study.touch({.from = from, .to = to, .t = "2020-03-01"});
}

TEST_CASE("trust_flags: honest referrers have none") {
  auto study = all_buy({"a", "b", "c", "d"});
  brings(brings(brings(study, "a", "b"), "a", "c"), "c", "d");
  CHECK(lines_of(study).empty());
}

TEST_CASE("trust_flags: two who brought each other") {
  auto study = all_buy({"a", "b", "c"});
  brings(brings(brings(brings(study, "a", "b"), "a", "b"), "b", "a"), "a", "c");
  CHECK(lines_of(study) ==
        "a reciprocal 2 1 10: brought 1 person who brought this person too, by 2 touches\n"
        "b reciprocal 1 1 10: brought 1 person who brought this person too, by 1 touch\n");
}

TEST_CASE("trust_flags: a ring of three, found whether rings earn something or not") {
  auto study = all_buy({"a", "b", "c", "d"});
  brings(brings(brings(brings(study, "a", "b"), "b", "c"), "c", "a"), "a", "d");
  const char* expected =
      "a ring 1 1 10: one of 3 people who brought each other round in a ring, by 1 touch of 1 "
      "newcomer\n"
      "b ring 1 1 10: one of 3 people who brought each other round in a ring, by 1 touch of 1 "
      "newcomer\n"
      "c ring 1 1 10: one of 3 people who brought each other round in a ring, by 1 touch of 1 "
      "newcomer\n";
  CHECK(lines_of(study) == expected);
  CHECK(lines_of(study, {}, {.exclude_cycles = false}) == expected);
}

TEST_CASE("trust_flags: self-referral, and one payer of referrer and newcomer or of newcomers") {
  auto study = all_buy({"a", "b", "c", "d", "e"});
  study.person("a", "card1").person("b", "card1");
  study.person("c", "card2").person("d", "card2").person("e", "card3");
  brings(brings(brings(brings(brings(study, "a", "a"), "a", "b"), "a", "c"), "a", "d"), "a", "e");
  CHECK(lines_of(study) ==
        "a same_payer 3 3 30: 1 newcomer and this person have one payer; 2 newcomers of this "
        "person share payers with one another\n"
        "a self 1 1 10: 1 touch of this person's own acquisition, by the person or an identity "
        "merged with it\n");
}

TEST_CASE("trust_flags: a touch that fails, or comes too late, flags nobody") {
  auto study = all_buy({"a", "b"});
  brings(study, "a", "b")
      .touch({.from = "b", .to = "a", .t = "2020-03-01", .status = TouchStatus::Failed})
      .touch({.from = "b", .to = "a", .t = "2020-03-11"});
  CHECK(lines_of(study).empty());
}

/// `crowd` newcomers of nobody over 1,000 days, `own` of ann's on day 500 and two on others.
StudyBuilder burst_of(int own, int crowd) {
  StudyBuilder study;
  const auto join = [&](const std::string& person, int day, bool brought) {
    study.purchase({person, day, 10});
    if (brought) study.touch({.from = "ann", .to = person, .t = day});
  };
  for (int i = 0; i < crowd; ++i) join("c" + std::to_string(i), i * 1'000 / crowd, false);
  for (int i = 0; i < own; ++i) join("n" + std::to_string(i), 500 + i % 3, true);
  join("late", 900, true);
  join("early", 100, true);
  return study;
}

TEST_CASE("trust_flags: many newcomers at once are a burst, a few or slow ones are none") {
  const std::string text = lines_of(burst_of(10, 50));
  CHECK_THAT(text, Catch::StartsWith("ann burst 10 10 100: 10 of this person's 12 newcomers came "
                                     "within 7 days from 1971-05-16, where 0.24 were to be "
                                     "expected; the chance of such a burst is at most "));
  CHECK(lines_of(burst_of(4, 50)).empty());  // fewer than burst_min
  CHECK(lines_of(burst_of(10, 50), {.burst_min = 11}).empty());
  CHECK(lines_of(burst_of(10, 50), {.burst_window_days = 900.0}).empty());
  CHECK(lines_of(burst_of(10, 50), {.burst_chance = 0.0}).empty());
}

TEST_CASE("trust_flags: at stake is what came within the horizon of each newcomer") {
  StudyBuilder study;
  study.purchase({"a", "2020-03-10", 10}).purchase({"b", "2020-03-18", 10});
  study.purchase({"a", "2020-03-20", 100}).purchase({"b", "2020-03-21", 5});
  brings(brings(study, "a", "b"), "b", "a");
  CHECK(lines_of(study, {}, {.horizon_days = 5.0}) ==
        "a reciprocal 1 1 15: brought 1 person who brought this person too, by 1 touch\n"
        "b reciprocal 1 1 10: brought 1 person who brought this person too, by 1 touch\n");
}

TEST_CASE("trust_flags: a touch of oneself is no part of one's burst") {
  auto study = burst_of(10, 50);
  study.purchase({"ann", 501, 10}).touch({.from = "ann", .to = "ann", .t = 501});
  CHECK_THAT(lines_of(study), Catch::Contains("ann burst 10 10 100: 10 of this person's 12") &&
                                  Catch::Contains("ann self 1 1 10: "));
}

TEST_CASE("trust_flags: a burst that everybody had is no sign") {
  auto study = burst_of(10, 50);
  for (int i = 0; i < 400; ++i) study.purchase({"x" + std::to_string(i), 500 + i % 3, 10});
  CHECK(lines_of(study).empty());
}

TEST_CASE("trust_flags: the column joins a row's flags, and credit is what it was") {
  auto builder = all_buy({"a", "b", "c"});
  builder.purchase({"a", "2020-03-10", 10, "d"});
  brings(brings(brings(builder, "a", "b"), "b", "a"), "a", "a");
  const Study study(builder.build());
  const auto result = trust_flags(study.inputs());
  CHECK(result.flags[study.row("a")] == "reciprocal self");
  CHECK(result.flags[study.row("b")] == "reciprocal");
  CHECK(result.flags[study.row("c")].empty());
  CHECK(result.flags[study.row("a", "d")] == "self");  // the touch names no context
  REQUIRE(result.tables.size() == 1);
  const Table& table = result.tables.front().table;
  CHECK(table.texts("flag") ==
        std::vector<std::string>{"reciprocal", "self", "reciprocal", "self"});
  CHECK(table.integers("value_at_stake") == std::vector<std::int64_t>{10, 10, 10, 10});
}

/// The flags by their definitions, touch by touch.
std::set<std::tuple<ContextId, NodeId, std::string>> plain_flags(const Study& study) {
  const std::size_t n = study.network.num_people();
  const auto& payer = study.network.payer;
  std::set<std::tuple<ContextId, NodeId, std::string>> flags;
  for (ContextId c = 0; c < study.network.num_contexts(); ++c) {
    std::vector<std::vector<char>> direct(n, std::vector<char>(n));
    for (const Acquisition& a : study.journeys.acquisitions)
      for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
        if (a.context == c && !study.journeys.touches[k].implied)
          direct[study.journeys.touches[k].referrer][a.person] = 1;
    for (const ExcludedTouch& t : study.journeys.excluded) {
      if (t.context != c || t.implied) continue;
      if (t.reason == Exclusion::SelfReferral) flags.emplace(c, t.referrer, "self");
      if (t.reason == Exclusion::SamePayer) flags.emplace(c, t.referrer, "same_payer");
      if (t.reason == Exclusion::Mutual || t.reason == Exclusion::Cycle)
        direct[t.referrer][t.newcomer] = 1;
    }
    auto reach = direct;
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          if (reach[i][k] && reach[k][j]) reach[i][j] = 1;
    for (NodeId u = 0; u < n; ++u) {
      std::size_t ring = 0;
      for (NodeId v = 0; v < n; ++v) {
        if (direct[u][v] && direct[v][u]) flags.emplace(c, u, "reciprocal");
        ring += reach[u][v] && reach[v][u];
        for (NodeId w = 0; w < v; ++w)
          if (!payer.empty() && direct[u][v] && direct[u][w] && payer[v] != kNoId &&
              payer[v] == payer[w])
            flags.emplace(c, u, "same_payer");
      }
      if (ring >= 3) flags.emplace(c, u, "ring");
    }
  }
  return flags;
}

TEST_CASE("trust_flags: equal to their definitions on random networks, whatever the threads") {
  std::map<std::string, int> met;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Study study(
        testing::random_study({.seed = seed, .people = 9, .touches = 60, .ties = 20}).build(),
        {.exclude_cycles = seed % 2 == 0, .implied_touches = ImpliedTouches::PerAcquisition});
    std::vector<TrustFlagsResult> results;
    for (const std::size_t threads : {1U, 8U}) {
      const ThreadLimit limit(threads);
      results.push_back(trust_flags(study.inputs(), {.burst_chance = 0.0}));
    }
    CHECK((results[0].flags == results[1].flags));
    CHECK(results[0].tables[0].table.equals(results[1].tables[0].table));
    std::set<std::tuple<ContextId, NodeId, std::string>> found;
    for (const TrustFlag& f : results[0].found) {
      found.emplace(f.context, f.person, f.flag);
      ++met[f.flag];
    }
    CAPTURE(seed);
    CHECK(found.size() == results[0].found.size());
    CHECK((found == plain_flags(study)));
  }
  CHECK(met["ring"] > 100);
  CHECK(met["reciprocal"] > 100);
  CHECK(met["same_payer"] > 100);
  CHECK(met["self"] > 100);
}

TEST_CASE("trust_flags: bad options are named") {
  const Study study(all_buy({"a"}).build());
  const auto error = [&](const TrustFlagsOptions& options) {
    return testing::error_of([&] { trust_flags(study.inputs(), options); });
  };
  CHECK(error({.burst_window_days = 0.0}).starts_with("InvalidOption burst_window_days"));
  CHECK(error({.burst_window_days = 3'650'001.0}).starts_with("InvalidOption burst_window_days"));
  CHECK(error({.burst_min = 1}).starts_with("InvalidOption burst_min"));
  CHECK(error({.burst_chance = 1.5}).starts_with("InvalidOption burst_chance"));
}

}  // namespace
}  // namespace grapevine
