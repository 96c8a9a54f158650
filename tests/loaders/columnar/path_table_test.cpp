#include "loaders/columnar/path_table.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/columnar/csv.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

Paths read(const std::string& csv, const PathColumnNames& names = {}) {
  const TempFolder folder;
  return read_paths(folder.write("paths.csv", csv), names);
}

std::string error(const std::string& csv, const PathColumnNames& names = {}) {
  return error_of([&] { read(csv, names); });
}

/// The players of each path by name.
std::vector<std::vector<std::string>> named(const Paths& paths) {
  std::vector<std::vector<std::string>> all;
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    all.emplace_back();
    for (const NodeId player : paths.path(i)) all.back().push_back(paths.players->name(player));
  }
  return all;
}

using Names = std::vector<std::vector<std::string>>;
using Numbers = std::vector<double>;

}  // namespace

TEST_CASE("paths: one row a path, in the columns of ChannelAttribution") {
  const Paths paths = read(
      "path,total_conversions,total_conversion_value,total_null\n"
      "eta > iota > alpha > eta,1,0.244,3\n"
      "beta,2,3,0\n"
      "a  b>c,,,4\n");
  CHECK(named(paths) == Names{{"eta", "iota", "alpha", "eta"}, {"beta"}, {"a  b", "c"}});
  CHECK(paths.conversions == Numbers{1, 2, 0});
  CHECK(paths.value == Numbers{0.244, 3, 0});
  CHECK(paths.nulls == Numbers{3, 0, 4});
  CHECK(paths.times.empty());
}

TEST_CASE("paths: without counts each is one conversion, and ids of people stay numbers") {
  const Paths paths = read("path\n7 > 12\n7\n\"\"\n");
  CHECK_FALSE(paths.players->is_text());
  CHECK(named(paths) == Names{{"7", "12"}, {"7"}, {}});
  CHECK(paths.conversions == Numbers{1, 1, 1});
}

TEST_CASE("paths: columns of other names, and times that stand beside the steps") {
  const Paths paths = read("route,n,when\na > b,2,2021-03-05 > 2021-03-06\n",
                           {{"path", "route"}, {"total_conversions", "n"}, {"t", "when"}});
  REQUIRE(paths.times.size() == 2);
  CHECK(paths.times[1] - paths.times[0] == std::chrono::days(1));
}

TEST_CASE("paths: a long table is the same journeys, whatever the order of its rows") {
  const std::string head =
      "journey_id,player,t,total_conversions,total_conversion_value,total_null\n";
  const std::string a1 = "j1,ann,2021-01-01,0,0,0\n", a2 = "j1,bob,2021-01-02,1,5.5,0\n";
  const std::string b1 = "j2,cid,2021-01-01,0,0,1\n";
  for (const std::string& rows : {a1 + a2 + b1, b1 + a2 + a1}) {
    const Paths paths = read(head + rows);
    CHECK(named(paths) == Names{{"ann", "bob"}, {"cid"}});
    CHECK(paths.conversions == Numbers{1, 0});
    CHECK(paths.value == Numbers{5.5, 0});
    CHECK(paths.nulls == Numbers{0, 1});
    CHECK(paths.times.size() == 3);
  }
  const Paths counted = read("journey_id,player,seq\n1,b,2\n1,a,1\n");
  CHECK(named(counted) == Names{{"a", "b"}});
  CHECK(counted.conversions == Numbers{1});
}

TEST_CASE("paths: bad journeys are refused by line, column and value") {
  const std::string head = "path,total_conversions,total_conversion_value,total_null\n";
  CHECK_THAT(error(head + "a,1,1,0\na > > b,1,1,0\n"),
             Catch::Contains("paths.csv:3: column 'path'") && Catch::Contains("has no player"));
  CHECK_THAT(error(head + "a,-1,1,0\n"),
             Catch::Contains("paths.csv:2: column 'total_conversions'") &&
                 Catch::Contains("'-1' is negative"));
  CHECK_THAT(error(head + "a,1,nan,0\n"), Catch::Contains("'nan' is no number"));
  CHECK_THAT(error(head + "a,1,1e301,0\n"), Catch::Contains("too large"));
  CHECK_THAT(error(head + "a,0,2,1\n"), Catch::Contains("column 'total_conversion_value'") &&
                                            Catch::Contains("2 without a conversion"));
  CHECK_THAT(error("path,t\na > b,2021-01-02 > 2021-01-01\n"),
             Catch::Contains("paths.csv:2: column 't'") && Catch::Contains("time goes backwards"));
  CHECK_THAT(error("path,t\na > b,2021-01-02\n"), Catch::Contains("1 times for 2 steps"));
  CHECK_THAT(error("path,t\na,2021-01-02 > 2021-01-03\n"), Catch::Contains("2 times for 1 steps"));
  CHECK_THAT(error("path,t\na,soon\n"), Catch::Contains("'soon' is no time"));
  CHECK_THAT(error("route\na\n"), Catch::Contains("there is no column 'path'"));
  CHECK_THAT(error("path\na\n", {{"path", "route"}}),
             Catch::Contains("there is no column 'route'"));
  CHECK_THAT(error("path\na\n", {{"way", "path"}}), Catch::Contains("--map way=path"));
}

TEST_CASE("paths: bad long tables are refused by line, column and value") {
  CHECK_THAT(error("journey_id,player\n1,a\n"), Catch::Contains("add a column t or seq"));
  CHECK_THAT(error("journey_id,player,seq\n,a,1\n"),
             Catch::Contains("column 'journey_id': is empty"));
  CHECK_THAT(error("journey_id,player,seq\n1,,1\n"), Catch::Contains("column 'player': is empty"));
  CHECK_THAT(error("journey_id,player,seq\n1,a,x\n"), Catch::Contains("no whole number"));
  CHECK_THAT(error("journey_id,player,seq,t\n1,a,1,2021-01-02\n1,b,2,2021-01-01\n"),
             Catch::Contains("paths.csv:3: column 't'") && Catch::Contains("goes backwards"));
  CHECK_THAT(error("journey_id,player,seq,total_conversions,total_conversion_value\n1,a,1,0,3\n"),
             Catch::Contains("3 without a conversion"));
}

TEST_CASE("paths: blocks of rows join to the same paths at any number of threads") {
  std::string csv = "path\n";
  Names expected;
  Random random(3, 0);
  for (int i = 0; i < 150'000; ++i) {
    expected.emplace_back();
    const std::uint64_t steps = 1 + random.below(3);
    for (std::uint64_t k = 0; k < steps; ++k) {
      expected.back().push_back("p" + std::to_string(random.below(5'000)));
      csv += (k > 0 ? " > " : "") + expected.back().back();
    }
    csv += '\n';
  }
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    CHECK((named(read(csv)) == expected));
  }
}

TEST_CASE("paths: a step for each of a hundred thousand players is one path") {
  std::string csv = "path\n0";
  for (int i = 1; i < 100'000; ++i) csv += ">" + std::to_string(i);
  const Paths paths = read(csv + "\n");
  CHECK(paths.num_paths() == 1);
  CHECK(paths.num_players() == 100'000);
  CHECK(read("path\n").num_paths() == 0);
}

}  // namespace grapevine
