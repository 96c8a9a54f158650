#include "algorithms/causality/matched_estimate.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/simulation/spread.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

constexpr std::int32_t kNever_ = kNeverEntered;

Graph arcs(NodeId people, std::vector<NodeId> source, std::vector<NodeId> target) {
  return Graph::build(people, {.source = std::move(source), .target = std::move(target)});
}

TEST_CASE("matched_influence: steps and entries, exposed from the step after the friend's entry") {
  // 0 enters in step 1 and points at 1 and 2; 3 points at 4. 5 has no influencer.
  const Graph graph = arcs(6, {0, 0, 3}, {1, 2, 4});
  const EntrySteps entries{{1, 3, kNever_, kNever_, 2, 0}, 5};
  const MatchedEstimate e = matched_influence(graph, {}, entries, {});
  // 1: steps 0 1 | 2 3 (enters). 2: 0 1 | 2 3 4. 4: 0 1 2 (enters), never exposed.
  CHECK(e.all.unexposed == 2 + 2 + 3);
  CHECK(e.all.unexposed_entries == 1);
  CHECK(e.all.exposed == 2 + 3);
  CHECK(e.all.exposed_entries == 1);
  // Like against like in step 2 alone: 1 and 2 against 4.
  CHECK(e.matched == 2);
  CHECK(e.verdict == Verdict::CannotBeJudged);  // two entries
  const MatchedEstimate late =
      matched_influence(Graph::build(6, {.source = {0, 0, 3},
                                         .target = {1, 2, 4},
                                         .columns = {.time = {Time(), Time(), Time()}}}),
                        {3, 3, 0}, entries, {});
  CHECK(late.all.exposed == 1);  // of 2, in step 4: ties let nothing through before step 3
}

TEST_CASE("matched_influence: only who is of one group, degree and history is compared") {
  // 0 and 1 are exposed by 6 from step 1 on, 2 to 5 are not (7 never enters).
  const Graph graph = arcs(8, {6, 6, 7, 7, 7, 7}, {0, 1, 2, 3, 4, 5});
  const EntrySteps entries{{1, kNever_, 1, kNever_, kNever_, kNever_, 0, kNever_}, 2};
  const auto matched = [&](Likeness likeness) {
    return matched_influence(graph, {}, entries, likeness).matched;
  };
  CHECK(matched({}) == 2);
  CHECK(matched({.group = {0, 1, 0, 0, 0, 0, 0, 0}}) == 1);
  CHECK(matched({.group = {0, 0, 1, 1, 1, 1, 1, 1}}) == 0);
  CHECK(matched({.other_entries = {{0}, {}, {}, {}, {}, {}, {}, {}}}) == 1);
  CHECK(matched({.other_entries = {{1}, {}, {}, {}, {}, {}, {}, {}}}) == 2);  // not before step 1
  const Graph more = arcs(8, {6, 6, 7, 7, 7, 7, 7}, {0, 1, 2, 3, 4, 5, 0});
  CHECK(matched_influence(more, {}, entries, {}).matched == 1);
}

TEST_CASE("matched_influence: Mantel-Haenszel of two strata by hand") {
  // 100 exposed and 200 not in group 0: 20 and 20 enter. 50 and 100 in group 1: 5 and 2. All in
  // step 1, after two who enter in step 0.
  const std::int64_t exposed[] = {100, 50}, others[] = {200, 100}, in[] = {20, 5}, out[] = {20, 2};
  std::vector<NodeId> source, target;
  EntrySteps entries{{0, kNever_}, 2};
  Likeness likeness{.group = {9, 9}};
  for (std::uint32_t g = 0; g < 2; ++g)
    for (std::int64_t i = 0; i < exposed[g] + others[g]; ++i) {
      const bool is_exposed = i < exposed[g];
      source.push_back(is_exposed ? 0 : 1);
      target.push_back(static_cast<NodeId>(entries.step.size()));
      const bool enters = is_exposed ? i < in[g] : i - exposed[g] < out[g];
      entries.step.push_back(enters ? 1 : kNever_);
      likeness.group.push_back(g);
    }
  const auto people = static_cast<NodeId>(entries.step.size());
  const MatchedEstimate e = matched_influence(arcs(people, source, target), {}, entries, likeness);
  // Step 0 has nobody exposed. Weights 100 x 200 / 300 and 50 x 100 / 150.
  const double w0 = 20'000.0 / 300.0, w1 = 5'000.0 / 150.0;
  const double top = 20.0 * 200.0 / 300.0 + 5.0 * 100.0 / 150.0;
  const double bottom = 20.0 * 100.0 / 300.0 + 2.0 * 50.0 / 150.0;
  CHECK(e.matched_risk.difference == Approx((top - bottom) / (w0 + w1)));
  CHECK(e.matched_risk.ratio == Approx(top / bottom));
  const double variance_of_log = ((100.0 * 200.0 * 40.0 - 20.0 * 20.0 * 300.0) / 9e4 +
                                  (50.0 * 100.0 * 7.0 - 5.0 * 2.0 * 150.0) / 22'500.0) /
                                 (top * bottom);
  CHECK(std::log(e.matched_risk.ratio_high / e.matched_risk.ratio) ==
        Approx(1.959964 * std::sqrt(variance_of_log)));
  CHECK(e.verdict == Verdict::Better);
  // The naive one has a single stratum, step 0 with it: 350 people more who do not enter.
  CHECK(e.naive.ratio == Approx((25.0 / 150.0) / (22.0 / 750.0)));
}

/// One context of a simulated town, as an analyst has it who knows communities.
MatchedEstimate of_shop(const ShopOptions& options) {
  const Town town = build_town(options);
  const Market market = build_market(town, 0);
  const Spread days = spread(market, options);
  constexpr double kDaysOfStep = 30.0;
  EntrySteps entries{std::vector<std::int32_t>(days.joined.size(), kNever_),
                     static_cast<std::int32_t>(std::ceil(options.days / kDaysOfStep))};
  Likeness likeness;
  for (NodeId p = 0; p < days.joined.size(); ++p) {
    if (days.joined[p] < options.days)
      entries.step[p] = static_cast<std::int32_t>(days.joined[p] / kDaysOfStep);
    likeness.group.push_back(community_of(options, p));
  }
  return matched_influence(town.ties, {}, entries, likeness);
}

ShopOptions shop(double homophily, double influence, std::uint64_t seed) {
  return {.people = 1'500,
          .contexts = 1,
          .negative = 0.0,
          .homophily = homophily,
          .taste_spread = 1.2,
          .organic_per_year = 0.25,
          .influential = influence > 0.0 ? 1.0 : 0.0,
          .influence = influence,
          .ring_share = 0.0,
          .seed = seed};
}

bool covers_zero(const RiskComparison& risk) {
  return risk.difference_low <= 0.0 && risk.difference_high >= 0.0;
}

TEST_CASE("matched_influence: of 500 shops without influence it covers zero in 93 % or more") {
  int matched = 0, naive = 0, told = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    // Likeness of friends from none to strong.
    const MatchedEstimate e = of_shop(shop(0.2 * static_cast<double>(seed % 5), 0.0, seed));
    matched += covers_zero(e.matched_risk);
    naive += covers_zero(e.naive);
    told += e.verdict != Verdict::CannotBeJudged;
  }
  CHECK(told == 500);
  CHECK(matched >= 465);
  CHECK(naive < 300);
  INFO(matched << " matched and " << naive << " naive of 500");
  CHECK(matched < 500);  // an interval that always covers says nothing
}

TEST_CASE("matched_influence: likeness alone fools the naive ratio and not the matched one") {
  double naive = 0.0, matched = 0.0;
  int found = 0;
  for (std::uint64_t seed = 1'000; seed < 1'020; ++seed) {
    const MatchedEstimate alike = of_shop(shop(0.8, 0.0, seed));
    naive += std::log(alike.naive.ratio) / 20.0;
    matched += std::log(alike.matched_risk.ratio) / 20.0;
    found += of_shop(shop(0.8, 0.1, seed)).verdict == Verdict::Better;
  }
  CHECK(std::exp(naive) > 1.4);
  CHECK(std::abs(matched) < 0.06);
  CHECK(found >= 19);  // planted influence is still seen
}

TEST_CASE("matched_estimate: a study's contexts and all together, by a column of people") {
  StudyBuilder builder;
  for (int i = 0; i < 60; ++i) {
    const std::string id = "p" + std::to_string(100 + i), friend_of = "q" + std::to_string(100 + i);
    builder.tie({friend_of, id});
    if (i % 2 == 0) builder.purchase({.person = friend_of, .t = 10, .context = "tea"});
    if (i % 4 == 0) builder.purchase({.person = id, .t = 100 + i, .context = "tea"});
    if (i % 10 == 1) builder.purchase({.person = id, .t = 100 + i, .context = "tea"});
    builder.purchase({.person = friend_of, .t = 200, .context = "cake"});
  }
  const Study study(builder.build());
  const auto result = matched_estimate(study.inputs(), {.least_entries = 10});
  REQUIRE(result.contexts.size() == 3);
  const MatchedEstimate &cake = result.contexts[0], &tea = result.contexts[1],
                        &all = result.contexts[2];
  CHECK(tea.all.exposed_entries == 15);
  CHECK(tea.all.unexposed_entries == 6);
  CHECK(cake.all.exposed_entries + cake.all.unexposed_entries == 0);
  CHECK(cake.verdict == Verdict::CannotBeJudged);
  CHECK(all.all.exposed == tea.all.exposed + cake.all.exposed);
  CHECK(all.context == kEveryContext);
  REQUIRE(result.tables.size() == 1);
  CHECK(result.tables[0].table.num_rows() == 3);
  CHECK(result.tables[0].table.texts("context_id") == std::vector<std::string>{"cake", "tea", ""});
  CHECK(testing::error_of([&] {
          matched_estimate(study.inputs(), {.group = "village"});
        }).starts_with("InvalidOption group: "));
}

}  // namespace
}  // namespace grapevine
