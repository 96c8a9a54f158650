#include "study/one_algorithm.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "algorithms/registry.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

using Names = std::vector<std::string>;

/// An algorithm with a face, by that face: the tests hold for any.
template <class HasFace>
const Algorithm& any_with(const HasFace& has_face) {
  for (const Algorithm& a : algorithms())
    if (has_face(a)) return a;
  throw std::logic_error("no such algorithm");
}

/// Sections that ask for `wanted` and for all other models by request that make no column again.
std::string asking_for(const Algorithm& wanted) {
  std::map<std::string_view, std::string> asked;  // of each section that has one by request
  for (const Algorithm& a : algorithms())
    if (a.doc.by_request && !a.score_columns.empty()) asked[a.doc.section];
  std::set<std::string> made;
  const auto ask = [&](const Algorithm& a) {
    const auto section = asked.find(a.doc.section);
    if (section == asked.end() || !a.on_network) return;
    for (const ColumnInfo& column : a.score_columns)
      if (made.contains(column.name)) return;
    for (const ColumnInfo& column : a.score_columns) made.insert(column.name);
    section->second += fmt::format("\"{}\", ", a.doc.name);
  };
  ask(wanted);
  for (const Algorithm& a : algorithms())
    if (&a != &wanted) ask(a);
  std::string sections;
  for (const auto& [section, models] : asked)
    sections += fmt::format("[{}]\nmodel = [{}]\n", section, models);
  return sections;
}

}  // namespace

TEST_CASE("score_study: every provider alone gives the columns that it has in a whole run") {
  const TempFolder folder;
  for (const Algorithm& a : algorithms()) {
    if (!a.on_network || a.score_columns.empty()) continue;
    const StudyFile study = read_study_file(write_small_study(folder, kSmallStudy + asking_for(a)));
    const StudyRun whole = run_study(study);
    const Table alone = score_study(study, a, {}).table;
    INFO(a.doc.name);
    CHECK(alone.num_rows() == whole.table("scores").num_rows());
    CHECK(alone.column_names().size() == 2 + a.score_columns.size());
    for (const std::string& column : alone.column_names()) {
      CHECK(alone.texts(column) == whole.table("scores").texts(column));
      CHECK(alone.info(column).source == whole.table("scores").info(column).source);
    }
  }
}

TEST_CASE(
    "score_study: a provider without columns gives its own table, the first where it has more") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const StudyRun whole = run_study(study);
  for (const auto& [algorithm, table] :
       {std::pair{"precedence", "precedence"}, std::pair{"referral_funnel", "funnel"}})
    CHECK(score_study(study, *find_algorithm(algorithm), {}).table.equals(whole.table(table)));
}

TEST_CASE("score_study: runs even where the study chose another model of the section") {
  const TempFolder folder;
  const Algorithm& a = *find_algorithm("personalized_pagerank");
  const OptionMap options{{"damping", {{"0"}, "damping"}}};
  const Table made = score_study(read_study_file(write_small_study(folder)), a, options).table;
  // Without steps the walk stays with the buyers: 3 of tea and 1 of cake, by their purchases.
  double sum = 0.0;
  for (const double share : made.doubles("propagation_score")) sum += share;
  CHECK(sum == Approx(2.0));
}

TEST_CASE("share_study: one row per touch that counts and shares that sum to 1") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const Algorithm& linear = *find_algorithm("linear");
  const Table made = share_study(study, linear, {}).table;
  CHECK(made.texts("from_person") == Names{"ann", "bob", "ann"});
  CHECK(made.texts("person_id") == Names{"bob", "cid", "cid"});
  CHECK(made.doubles("share") == std::vector<double>{1.0, 0.5, 0.5});
  CHECK(made.texts("t") == Names{"2020-01-20", "2020-03-20", "2020-03-25"});
  CHECK(made.info("share").method == "linear");

  const OptionMap only_friends{{"roles", {{"friend=1"}, "roles"}}};
  CHECK(share_study(study, linear, only_friends).table.doubles("share") ==
        std::vector<double>{1.0, 1.0});
}

TEST_CASE("score_purchases: sums of each buyer, with the study's unit") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const Table made = score_purchases(study, *find_algorithm("realised_margin"), {}).table;
  CHECK(made.texts("person_id") == Names{"ann", "ann", "bob", "cid"});
  CHECK(made.texts("realised_margin") == Names{"7.00", "10.00", "35.50", "4.00"});
  CHECK(made.info("realised_margin").unit == "EUR");
}

TEST_CASE("one algorithm: an option that it has not, or out of range, is refused by name") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const Algorithm& decay = *find_algorithm("time_decay");
  CHECK_THAT(error_of([&] { share_study(study, decay, {{"nosuch", {{"1"}, "nosuch"}}}); }),
             Catch::StartsWith("InvalidOption nosuch: there is no option 'nosuch'; known: ") &&
                 Catch::Contains("half_life_days") && Catch::Contains("roles"));
  CHECK(error_of([&] {
          share_study(study, decay, {{"half_life_days", {{"-1"}, "half_life_days"}}});
        }).starts_with("InvalidOption half_life_days: -1 is out of range; allowed: "));
}
