#include "study/what_if_walks.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "engine/parallel/random.hpp"
#include "study/run_study.hpp"
#include "study/what_if.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Scores of the walks by person and context.
std::map<std::string, double> scores_of(const Table& table, const std::string& column) {
  const auto people = table.texts("person_id"), contexts = table.texts("context_id");
  const auto scores = table.doubles(column);
  std::map<std::string, double> rows;
  for (std::size_t i = 0; i < scores.size(); ++i) rows[people[i] + "/" + contexts[i]] = scores[i];
  return rows;
}

/// L1, of the rows of `made`; who is not in `wanted` is gone, and scores 0.
double distance(const std::map<std::string, double>& made, std::map<std::string, double> wanted) {
  double sum = 0.0;
  for (const auto& [row, score] : made) sum += std::abs(score - wanted[row]);
  return sum;
}

}  // namespace

TEST_CASE("what_if: with walks, scores are those of a run with and of one without the rows") {
  std::size_t followed = 0;
  for (std::uint64_t seed = 0; seed < (kSlowBuild ? 4U : 30U); ++seed) {
    const TempFolder folder;
    StudyFile study = read_study_file(RandomTables(seed).write(folder));
    if (seed % 5 == 2) study.sections["propagation"].options["half_life"] = {{"1y"}, "half_life"};
    const StudyRun whole = run_study(study);
    const NodeId person = static_cast<NodeId>(Random(seed, 4).below(whole.network.num_people()));
    Erasure erasure{.people = {whole.network.people->name(person)}};
    if (seed % 3 == 1 && !whole.network.touches.rows.empty()) erasure = {.roles = {"friend"}};
    const WhatIf found = what_if(study, erasure, true, true);
    study.tables.erasure = erasure;
    const StudyRun rest = run_study(study);
    REQUIRE(found.walks);
    CAPTURE(seed, found.walks->error);
    CHECK(found.walks->error <= 1.01 * kFollowedTolerance);
    CHECK(distance(scores_of(found.changes, "propagation_score_before"),
                   scores_of(whole.table("scores"), "propagation_score")) <= 1e-11);
    CHECK(distance(scores_of(found.changes, "propagation_score_after"),
                   scores_of(rest.table("scores"), "propagation_score")) <=
          3.0 * found.walks->error + 1e-11);
    followed += found.walks->followed;
  }
  CHECK((followed > 20 || kSlowBuild));
}

TEST_CASE("what_if: a change that no walk takes changes no walk's score") {
  const TempFolder folder;
  const StudyFile study = read_study_file(RandomTables(5).write(folder));
  // Nothing of surveys is walked, and failed touches are not.
  const WhatIf without = what_if(study, {.touches = {{"status", "failed"}}}, true);
  const WhatIf with = what_if(study, {.touches = {{"status", "failed"}}}, true, true);
  CHECK_FALSE(without.walks);
  CHECK(with.changed == without.changed);
  CHECK(with.columns.size() == without.columns.size() + 1);
  CHECK(with.walks->tie_visits == 0);
}
