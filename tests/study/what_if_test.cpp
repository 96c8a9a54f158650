#include "study/what_if.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "study/run_study.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

using Cells = std::vector<std::string>;

Cells cells_of(const std::string& line) {
  Cells cells = {""};
  for (const char c : line)
    if (c == ',')
      cells.emplace_back();
    else
      cells.back() += c;
  return cells;
}

/// Rewrites a CSV file of `folder` without the rows for which `gone(cell by column)` holds.
template <class Gone>
void delete_rows(const TempFolder& folder, const std::string& name, const Gone& gone) {
  std::istringstream file(text_of(folder.path() / name));
  std::string line, kept;
  std::getline(file, line);
  const Cells header = cells_of(line);
  kept = line + "\n";
  while (std::getline(file, line)) {
    const Cells cells = cells_of(line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
    if (!gone(row)) kept += line + "\n";
  }
  folder.write(name, kept);
}

/// Deletes by hand what `erasure` names from the tables of RandomTables.
void delete_by_hand(const TempFolder& folder, const Erasure& erasure) {
  const std::set<std::string> people(erasure.people.begin(), erasure.people.end());
  using Row = std::map<std::string, std::string>;
  const auto names = [&](const Row& row, std::initializer_list<const char*> columns) {
    for (const char* column : columns)
      if (people.contains(row.at(column))) return true;
    return false;
  };
  std::set<std::string> gone_purchases;
  delete_rows(folder, "people.csv", [&](const Row& row) { return names(row, {"person_id"}); });
  delete_rows(folder, "ties.csv", [&](const Row& row) { return names(row, {"src", "dst"}); });
  delete_rows(folder, "purchases.csv", [&](const Row& row) {
    if (!names(row, {"person_id"})) return false;
    gone_purchases.insert(row.at("purchase_id"));
    return true;
  });
  for (const char* table : {"surveys.csv", "events.csv", "mentions.csv"})
    delete_rows(folder, table, [&](const Row& row) { return names(row, {"person_id"}); });
  delete_rows(folder, "touches.csv", [&](const Row& row) {
    for (const std::string& role : erasure.roles)
      if (row.at("role") == role) return true;
    for (const auto& [column, value] : erasure.touches)
      if (row.at(column) == value) return true;
    return names(row, {"from_person", "to_person"}) ||
           gone_purchases.contains(row.at("purchase_id"));
  });
}

/// `touches`: whether the study has any that could be erased.
Erasure random_erasure(Random& random, bool text_ids, bool touches) {
  Erasure erasure;
  const auto person = [&] {
    const std::string number = std::to_string(random.below(40));
    return text_ids ? "p" + number : number;
  };
  if (!touches || random.below(3) > 0) erasure.people.push_back(person());
  if (random.below(4) == 0) erasure.people.push_back(person());
  if (!touches) return erasure;
  if (random.below(3) == 0) erasure.roles.emplace_back("friend");
  if (random.below(3) == 0 || erasure.empty()) erasure.touches.emplace_back("strength", "0.5");
  return erasure;
}

/// Column of a table of changes, or of the scores, by (person, context).
std::map<std::string, std::string> by_row(const Table& table, const std::string& column) {
  const auto people = table.texts("person_id"), contexts = table.texts("context_id"),
             cells = table.texts(column);
  std::map<std::string, std::string> rows;
  for (std::size_t i = 0; i < cells.size(); ++i) rows[people[i] + "/" + contexts[i]] = cells[i];
  return rows;
}

WhatIfTotal total_of(const WhatIf& w, std::string_view name) {
  return *std::ranges::find(w.totals, name, &WhatIfTotal::name);
}

}  // namespace

TEST_CASE("what_if: erased is never seen: the ledger of the tables with those rows deleted") {
  for (std::uint64_t seed = 0; seed < (kSlowBuild ? 8U : 60U); ++seed) {
    const TempFolder folder;
    const StudyFile study = read_study_file(RandomTables(seed).write(folder));
    const StudyRun before = run_study(study);
    Random random(seed, 7);
    const Erasure erasure = random_erasure(random, before.network.people->name(0)[0] == 'p',
                                           !before.network.touches.rows.empty());
    CAPTURE(seed, erasure.people, erasure.roles);
    const WhatIf found = what_if(study, erasure, true);
    delete_by_hand(folder, erasure);
    const StudyRun after = run_study(study);
    StudyFile erased = study;
    // The law holds of the whole run, tables and audit, not of scores alone.
    const TempFolder whole;
    erased = read_study_file(RandomTables(seed).write(whole));
    erased.tables.erasure = erasure;
    const StudyRun same = run_study(erased);
    for (const char* table : {"credits", "value_split", "audit", "scores"})
      CHECK(same.table(table).equals(after.table(table)));
    for (std::size_t i = 0; i < after.audit.size(); ++i) {
      CHECK(total_of(found, after.audit[i].name).after ==
            major_units(after.audit[i].amount, after.audit[i].decimals));
      CHECK(total_of(found, before.audit[i].name).before ==
            major_units(before.audit[i].amount, before.audit[i].decimals));
    }
    for (const std::string& column : found.columns) {
      const auto expected = by_row(after.table("scores"), column);
      for (const auto& [row, cell] : by_row(found.changes, column + "_after")) {
        const auto is = expected.find(row);
        CHECK((is == expected.end() ? cell.empty() || std::stod(cell) == 0.0 : cell == is->second));
      }
      CHECK(by_row(found.changes, column + "_before") == by_row(before.table("scores"), column));
    }
  }
}

TEST_CASE("what_if: the small study without ann, by hand") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const WhatIf w = what_if(study, {.people = {"ann"}});
  // ann brought bob (35.50) alone and cid (4) with bob; all of cid is bob's now.
  CHECK(w.model == "linear");
  CHECK(total_of(w, "credited").before == 39.5);
  CHECK(total_of(w, "credited").after == 4.0);
  CHECK(total_of(w, "people").change() == -2.0);  // dan is in no row but a tie to ann
  CHECK(w.own_margin == 17.0);
  CHECK(w.expected_loss == 37.5);
  CHECK(w.lost_credits == 2);
  CHECK(by_row(w.changes, "crv_before") ==
        std::map<std::string, std::string>{{"ann/tea", "37.5"}, {"bob/tea", "2"}});
  CHECK(by_row(w.changes, "crv_after") ==
        std::map<std::string, std::string>{{"ann/tea", "0"}, {"bob/tea", "4"}});
  CHECK(by_row(w.changes, "margin_credited_change") ==
        std::map<std::string, std::string>{{"ann/tea", "-37.50"}, {"bob/tea", "2.00"}});
  CHECK(by_row(w.changes, "gone") ==
        std::map<std::string, std::string>{{"ann/tea", "true"}, {"bob/tea", "false"}});
  REQUIRE(w.largest_first.size() == 2);
  CHECK(w.changes.texts("person_id")[w.largest_first[0]] == "ann");
  CHECK(w.changed == 2);
  CHECK(what_if(study, {.people = {"ann"}}, true).changes.num_rows() ==
        static_cast<std::int64_t>(w.rows));
}

TEST_CASE("what_if: a referrer with another touch left loses no referral") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv",
               "from_person,to_person,t,context_id,role,campaign\n"
               "ann,bob,2020-01-20,tea,friend,spring\n"
               "ann,bob,2020-01-25,tea,poster,\n"
               "ann,cid,2020-03-25,tea,poster,spring\n");
  const StudyFile study = read_study_file(folder.path() / "study.toml");
  const WhatIf w = what_if(study, {.touches = {{"campaign", "spring"}}});
  CHECK(w.lost_credits == 1);  // cid
  CHECK(w.expected_loss == 4.0);
  CHECK(w.own_margin == 0.0);
  const WhatIf both = what_if(study, {.roles = {"poster"}, .touches = {{"campaign", "spring"}}});
  CHECK(both.expected_loss == 39.5);
}

TEST_CASE("what_if: what the survey says would have come anyway is not lost") {
  const TempFolder folder;
  write_small_study(folder, with(kSmallStudy, "[attribution]",
                                 "surveys = { file = \"surveys.csv\" }\n[attribution]"));
  folder.write("surveys.csv", "person_id,item,value,t\nbob,would_have_joined_anyway,0.75,1\n");
  const WhatIf w = what_if(read_study_file(folder.path() / "study.toml"), {.people = {"ann"}});
  CHECK(w.expected_loss == 0.25 * 35.5 + 2.0);
}

TEST_CASE("what_if: any number of threads gives the same, nothing to remove is refused") {
  const TempFolder folder;
  const StudyFile study = read_study_file(RandomTables(3).write(folder));
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return what_if(study, {.roles = {"friend"}}, true);
  };
  const WhatIf one = run(1), eight = run(8);
  CHECK(one.changes.equals(eight.changes));
  CHECK(one.expected_loss == eight.expected_loss);
  CHECK(error_of([&] { what_if(study, {}); }) ==
        "InvalidOption what-if: nothing is to be removed; name a person, a role, or touches by a "
        "column");
  CHECK_THAT(error_of([&] { what_if(study, {.people = {"nosuch"}}); }),
             Catch::StartsWith("InvalidOption --remove-person: the study has no person 'nosuch'"));
}
