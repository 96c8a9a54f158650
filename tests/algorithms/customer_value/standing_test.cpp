#include "algorithms/customer_value/standing.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;
using Numbers = std::vector<double>;
using Counts = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// A study of that many people in `contexts` contexts, with the columns that standing needs.
Study with_columns(int people, int contexts, std::vector<Money> margin, Numbers crv,
                   Counts purchases, Counts referrals, Numbers stance) {
  StudyBuilder rows;
  for (int p = 0; p < people; ++p) rows.person("p" + std::to_string(p));
  for (int c = 0; c < contexts; ++c) rows.context("c" + std::to_string(c));
  Study study(rows.build());
  study.earlier.add({{.name = "realised_margin"}, MoneyColumn{std::move(margin), 2}});
  study.earlier.add({{.name = "crv"}, std::move(crv)});
  study.earlier.add({{.name = "purchases"}, std::move(purchases)});
  study.earlier.add({{.name = "referrals_made"}, std::move(referrals)});
  study.earlier.add({{.name = "stance"}, std::move(stance)});
  return study;
}

TEST_CASE("standing: the four cells and detractors, by medians of those who take part") {
  const Study study =
      with_columns(6, 1, {900, 800, 100, 200, 950, 5000}, {90.0, 10.0, 80.0, 20.0, 95.0, 1000.0},
                   {1, 1, 1, 0, 1, 0}, {0, 0, 0, 1, 1, 0}, {0.0, 0.5, 0.0, 0.0, -0.1, 0.0});
  // The sixth neither bought nor referred: margins 100, 200, 800, 900, 950 cut at 800.
  const auto result = standing(study.inputs());
  CHECK(result.segment == Texts{"champion", "miser", "miser", "miser", "detractor", ""});
  CHECK(result.percentile == Numbers{3 / 6.0, 0.0, 2 / 6.0, 1 / 6.0, 4 / 6.0, 5 / 6.0});
}

TEST_CASE("standing: an even number is cut between the middle two, ties are low") {
  const Study study = with_columns(4, 1, {100, 400, 100, 400}, {5.0, 5.0, 9.0, 9.0}, {1, 1, 1, 1},
                                   {0, 0, 0, 0}, {0.0, 0.0, 0.0, 0.0});
  const auto result = standing(study.inputs());
  CHECK(result.segment == Texts{"miser", "affluent", "advocate", "champion"});
  CHECK(result.percentile == Numbers{0.0, 0.0, 0.5, 0.5});
  const Study equal =
      with_columns(3, 1, {7, 7, 7}, {1.0, 1.0, 1.0}, {1, 1, 1}, {0, 0, 0}, {0.0, 0.0, -1.0});
  CHECK(standing(equal.inputs()).segment == Texts{"miser", "miser", "detractor"});
  CHECK(standing(equal.inputs()).percentile == Numbers{0.0, 0.0, 0.0});
}

TEST_CASE("standing: each context has its own medians, one without anybody has no segments") {
  const Study study = with_columns(2, 3, {1, 2, 200, 100, 0, 0}, {1.0, 2.0, 20.0, 10.0, 0.0, 0.0},
                                   {1, 1, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 0}, Numbers(6, 0.0));
  CHECK(standing(study.inputs()).segment ==
        Texts{"miser", "champion", "champion", "miser", "", ""});
}

TEST_CASE("standing: without crv both columns are empty, without stance nobody is a detractor") {
  Study study(StudyBuilder().person("ann").context("c").build());
  const auto none = standing(study.inputs());
  REQUIRE(none.percentile.size() == 1);
  CHECK(std::isnan(none.percentile[0]));
  CHECK(none.segment == Texts{""});
  study.earlier.add({{.name = "crv"}, Numbers{3.0}});
  study.earlier.add({{.name = "referrals_made"}, Counts{1}});
  CHECK(standing(study.inputs()).segment == Texts{"miser"});
  CHECK(standing(Study(StudyBuilder().build()).inputs()).segment.empty());
}

TEST_CASE("standing: clv goes before realised margin, in each context where it is known of all") {
  Study study = with_columns(2, 2, {1, 2, 1, 2}, {9.0, 9.0, 9.0, 9.0}, {1, 1, 1, 1}, {0, 0, 0, 0},
                             Numbers(4, 0.0));
  CHECK(standing(study.inputs()).segment == Texts{"miser", "affluent", "miser", "affluent"});
  CHECK(standing(study.inputs()).facts().empty());
  study.earlier.add({{.name = "clv"}, Numbers{50.0, 20.0, 50.0, std::nan("")}});
  const auto result = standing(study.inputs());
  CHECK(result.segment == Texts{"affluent", "miser", "miser", "affluent"});
  CHECK((result.facts() == Facts{{"contexts_by_clv", "1"}, {"contexts_by_realised_margin", "1"}}));
}

TEST_CASE("standing: percentiles count those strictly below, on random columns") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed, 5);
    Numbers crv;
    for (int i = 0; i < 40; ++i) crv.push_back(static_cast<double>(random.below(15)) - 5.0);
    const Study study =
        with_columns(40, 1, std::vector<Money>(40), crv, Counts(40, 1), Counts(40), Numbers(40));
    const auto percentile = standing(study.inputs()).percentile;
    for (std::size_t i = 0; i < 40; ++i) {
      const auto below = std::ranges::count_if(crv, [&](double other) { return other < crv[i]; });
      CHECK(percentile[i] == static_cast<double>(below) / 40.0);
    }
  }
}

}  // namespace
}  // namespace grapevine
