#include "engine/network/cut.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "loaders/study_tables/network_loader.hpp"
#include "study/score_network.hpp"
#include "tests/support/program.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::RandomTables;
using testing::StudyFolder;
using testing::TempFolder;
using testing::text_of;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line)
    if (c == ',')
      cells.emplace_back();
    else
      cells.back() += c;
  return cells;
}

/// The CSV file with only the rows that `keep(cells by column)` wants, as it leaves them.
template <class Keep>
void filter(const std::filesystem::path& path, const Keep& keep) {
  std::istringstream csv(text_of(path));
  std::string header, kept, line;
  std::getline(csv, header);
  const auto names = cells_of(header);
  while (std::getline(csv, line)) {
    std::map<std::string, std::string> row;
    const auto cells = cells_of(line);
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells[i];
    if (!keep(row)) continue;
    for (const std::string& name : names) kept += (&name == &names[0] ? "" : ",") + row[name];
    kept += "\n";
  }
  std::ofstream(path) << header << "\n" << kept;
}

/// Takes the rows from `cut` on out of the files of a random study.
void drop_what_follows(const TempFolder& folder, Time cut, TimeUnit unit) {
  const auto early = [&](auto& row) { return *parse_time(row["t"], unit) < cut; };
  std::set<std::string> purchases = {""};
  filter(folder.path() / "purchases.csv",
         [&](auto& row) { return early(row) && purchases.insert(row["purchase_id"]).second; });
  filter(folder.path() / "touches.csv",
         [&](auto& row) { return early(row) && purchases.contains(row["purchase_id"]); });
  filter(folder.path() / "ties.csv", [&](auto& row) {
    if (const auto end = parse_time(row["t_end"], unit); end && *end >= cut) row["t_end"].clear();
    return row["t"].empty() || early(row);
  });
  for (const char* table : {"events.csv", "surveys.csv"}) filter(folder.path() / table, early);
}

TEST_CASE("cut_at: who was held out is known at any time, by the people of the cut") {
  StudyFolder study{{"people", "person_id,holdout\nbob,yes\ncid,no\neve,yes\n"},
                    {"purchases", "person_id,t\nann,2021-01-01\nbob,2020-01-01\n"}};
  const Network network = study.load();
  CHECK(network.held_out == std::vector<YesNo>{YesNo::NotSaid, YesNo::Yes, YesNo::No, YesNo::Yes});
  const Time cut = parse_time("2020-06-01", TimeUnit::Day).value();
  CHECK(cut_at(network, cut).network.held_out ==
        std::vector<YesNo>{YesNo::Yes, YesNo::No, YesNo::Yes});  // ann is yet to come
}

TEST_CASE("cut_at: a study cut in its tables and one cut when it is loaded have the same scores") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    if (seed % 7 == 3) continue;  // touches without times: below
    const TempFolder folder;
    const auto path = RandomTables(seed).write(folder);
    const auto read = [&] {
      StudyFile study = read_study_file(path);
      if (seed % 2 == 1) study.sections["propagation"].options["half_life"] = {{"2y"}, "half_life"};
      return study;
    };
    const StudyFile study = read();
    const TimeUnit unit = study.tables.time_unit;
    const Time cut = *parse_time(unit == TimeUnit::Year ? "1956" : "2015-11-20", unit);
    LoadReport report;
    const NetworkCut past = cut_at(load_network(study.tables, report), cut);
    drop_what_follows(folder, cut, unit);
    StudyFile early = read();
    early.tables.end = cut - std::chrono::days{1};
    LoadReport early_report;
    const Network expected = load_network(early.tables, early_report);
    INFO("seed " << seed);
    REQUIRE(past.network.num_people() == expected.num_people());
    REQUIRE(past.network.num_rows() == expected.num_rows());
    CHECK(past.network.end == expected.end);
    CHECK(past.network.purchases.rows.size() == expected.purchases.rows.size());
    CHECK(past.network.touches.rows.size() == expected.touches.rows.size());
    if (seed % 6 != 2) CHECK(past.network.touches.rows.size() > 20);  // else there are none at all
    const ScoredNetwork ours = score_network(study, past.network);
    const ScoredNetwork theirs = score_network(early, expected);
    REQUIRE(ours.columns.all().size() == theirs.columns.all().size());
    for (std::size_t i = 0; i < ours.columns.all().size(); ++i) {
      const ScoreColumn &a = ours.columns.all()[i], &b = theirs.columns.all()[i];
      INFO(a.info.name);
      TableBuilder made, wanted;  // which compare NaN as null
      add_column(made, a);
      add_column(wanted, b);
      CHECK(made.finish().equals(wanted.finish()));
    }
  }
}

/// Who is known, by id.
std::string people_of(const Network& network) {
  std::string text;
  for (NodeId p = 0; p < network.num_people(); ++p) text += network.people->name(p) + " ";
  return text;
}

TEST_CASE("cut_at: people and contexts that only later rows name are not known") {
  StudyFolder study{{"purchases", "person_id,t,context_id\nann,1,tea\nbob,9,cake\ncid,3,tea\n"},
                    {"ties", "src,dst,t\nann,dan,2\neve,ann,8\nann,fay,\n"},
                    {"mentions", "person_id,polarity,t\ngus,1,9\nhal,1,2\n"}};
  const NetworkCut cut = cut_at(study.load(), Time(std::chrono::days{5}));
  CHECK(people_of(cut.network) == "ann cid dan fay hal ");
  CHECK(cut.network.num_contexts() == 1);
  CHECK(cut.network.ties.num_edges() == 2);
  CHECK(cut.undated_ties == 1);
  CHECK(cut.person == std::vector<NodeId>{0, kNoNode, 1, 2, kNoNode, 3, kNoNode, 4});
  CHECK(cut.context == std::vector<ContextId>{kEveryContext, 0});
}

TEST_CASE("cut_at: that a tie will end is not known before it does") {
  StudyFolder study{{"ties", "src,dst,t_end\nann,bob,3\nbob,cid,8\ncid,ann,\n"}};
  const Network whole = study.load();
  const auto ends = [&](int day) {
    return cut_at(whole, Time(std::chrono::days{day})).network.ties.columns().end;
  };
  const Time third(std::chrono::days{3});
  CHECK(ends(5) == std::vector<Time>{third, kUndated, kUndated});
  CHECK(ends(9) == whole.ties.columns().end);
  CHECK(ends(2).empty());
}

TEST_CASE("cut_at: whom the people table lists is known, and named only by rows") {
  StudyFolder study{{"people", "person_id\nann\nbob\n"},
                    {"purchases", "person_id,t\nann,1\nbob,9\n"}};
  const NetworkCut cut = cut_at(study.load(), Time(std::chrono::days{5}));
  CHECK(people_of(cut.network) == "ann bob ");
  CHECK(cut.named == std::vector<bool>{true, false});
  CHECK(cut.network.people_rows == std::vector<NodeId>{0, 1});
}

TEST_CASE("cut_at: touches without times count from what they led to") {
  StudyFolder study{
      {"purchases",
       "purchase_id,person_id,t,context_id\n1,ann,1,tea\n2,bob,3,tea\n3,bob,7,cake\n4,cid,9,tea\n"},
      {"touches",
       "from_person,to_person,purchase_id,context_id\n"
       "ann,bob,,tea\nann,bob,,cake\nann,bob,,\nann,cid,,\nann,,2,\nann,,4,\ndan,eve,,\n"}};
  const NetworkCut cut = cut_at(study.load(), Time(std::chrono::days{5}));
  // To bob in tea, to bob anywhere, and of purchase 2.
  CHECK(cut.network.touches.rows.size() == 3);
  CHECK(people_of(cut.network) == "ann bob ");
}

}  // namespace
}  // namespace grapevine
