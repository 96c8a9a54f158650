#include "study/report_tables.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

namespace {

Network two_by_two() {
  Network network;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_texts({"ann", "bob"}));
  network.contexts = IdIndex::from_texts({"cake", "tea"});
  return network;
}

}  // namespace

TEST_CASE("scores table: one row per context and person, columns in the order of providers") {
  const Network network = two_by_two();
  ScoreColumns columns;
  columns.add({{"crv", "money", "", "", ""}, std::vector<double>{1.0, 2.0, 3.0, 4.0}});
  columns.add({{"rank", "rank", "", "", ""}, std::vector<std::int64_t>{4, 3, 2, 1}});
  const NamedTable scores = scores_table(network, columns);
  CHECK(scores.name == "scores");
  CHECK(scores.table.column_names() ==
        std::vector<std::string>{"person_id", "context_id", "crv", "rank"});
  CHECK(scores.table.texts("person_id") == std::vector<std::string>{"ann", "bob", "ann", "bob"});
  CHECK(scores.table.texts("context_id") == std::vector<std::string>{"cake", "cake", "tea", "tea"});
  CHECK(scores.table.doubles("crv") == std::vector<double>{1.0, 2.0, 3.0, 4.0});
  CHECK(scores.table.info("crv").unit == "money");
}

TEST_CASE("cycles table: context, referrer, newcomer") {
  const Network network = two_by_two();
  Journeys journeys;
  journeys.cycle_edges = {{1, 0, 1}, {1, 1, 0}};
  const Table table = cycles_table(network, journeys).table;
  CHECK(table.texts("context_id") == std::vector<std::string>{"tea", "tea"});
  CHECK(table.texts("referrer_id") == std::vector<std::string>{"ann", "bob"});
  CHECK(table.texts("newcomer_id") == std::vector<std::string>{"bob", "ann"});
  CHECK(cycles_table(network, {}).table.num_rows() == 0);
}

TEST_CASE("excluded touches: each with time, role, reason, and whether a tie implied it") {
  Network network = two_by_two();
  network.touches.roles = {"", "friend"};
  Journeys journeys;
  const Time day = std::chrono::sys_days{std::chrono::days{1}};
  journeys.excluded = {{1, 0, 1, day, 1, Exclusion::Mutual},
                       {1, 1, 0, kUndated, 0, Exclusion::Undated},
                       {0, 0, 1, day, 0, Exclusion::SamePayer, true}};
  const Table table = excluded_touches_table(network, journeys).table;
  using Texts = std::vector<std::string>;
  CHECK(table.texts("context_id") == Texts{"tea", "tea", "cake"});
  CHECK(table.texts("referrer_id") == Texts{"ann", "bob", "ann"});
  CHECK(table.texts("person_id") == Texts{"bob", "ann", "bob"});
  CHECK(table.texts("t") == Texts{"1970-01-02", "", "1970-01-02"});
  CHECK(table.texts("role") == Texts{"friend", "", ""});
  CHECK(table.texts("reason") == Texts{"mutual", "undated", "same_payer"});
  CHECK(table.texts("evidence") == Texts{"recorded", "recorded", "implied"});
  CHECK(excluded_touches_table(two_by_two(), {}).table.num_rows() == 0);
}

TEST_CASE("excluded touches: every reason has a name") {
  CHECK(std::size(kExclusionNames) == static_cast<std::size_t>(Exclusion::Cycle) + 1);
  CHECK(kExclusionNames[static_cast<std::size_t>(Exclusion::Failed)] == "failed");
  CHECK(kExclusionNames[static_cast<std::size_t>(Exclusion::NotSenior)] == "not_senior");
  CHECK(kExclusionNames[static_cast<std::size_t>(Exclusion::Cycle)] == "cycle");
}

TEST_CASE("rejected table: where each row was and why it was left out") {
  LoadReport report;
  report.rejected.push_back({"purchases", "p.csv", 7, "t", "", "no time"});
  const Table table = rejected_table(report).table;
  REQUIRE(table.num_rows() == 1);
  CHECK(table.texts("table").front() == "purchases");
  CHECK(table.texts("file").front() == "p.csv");
  CHECK(table.integers("line").front() == 7);
  CHECK(table.texts("column").front() == "t");
  CHECK(table.texts("reason").front() == "no time");
}
