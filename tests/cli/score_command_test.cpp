#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

using namespace grapevine::testing;

namespace {

constexpr const char* kGraph = "# who trusts whom\nann bob\nann bob\nbob cid\ncid cid\n";

/// The cell of a CSV's first row that begins with `id`, as the program printed it.
std::string line_of(const std::string& csv, const std::string& id) {
  const std::size_t start = csv.find("\n" + id + ",") + 1;
  return csv.substr(start, csv.find('\n', start) - start);
}

}  // namespace

TEST_CASE("score: prints CSV, the user's own ids first") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  const Ran ran = run_program({"score", "degree", "g.txt"}, folder.path());
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with("node_id,in_degree,out_degree\n"));
  CHECK(line_of(ran.out, "ann") == "ann,0,2");
  CHECK(line_of(ran.out, "bob") == "bob,2,1");
  CHECK(line_of(ran.out, "cid") == "cid,2,1");
}

TEST_CASE("score: --out writes a table of the ending's format, and says how it went") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  const Ran ran = run_program({"score", "pagerank", "g.txt", "--out", "s.csv"}, folder.path());
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::StartsWith("3 nodes written to s.csv: iterations ") &&
                          Catch::Contains("converged true"));
  CHECK(std::filesystem::exists(folder.path() / "s.csv"));
  const Ran json =
      run_program({"score", "pagerank", "g.txt", "--out", "s.parquet", "--json"}, folder.path());
  const auto facts = nlohmann::json::parse(json.out);
  CHECK(facts["rows"] == 3);
  CHECK(facts["converged"] == true);
}

TEST_CASE("score: - and _ in options are the same") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  const auto run = [&](const std::string& option, const std::string& value) {
    return run_program({"score", "pagerank", "g.txt", option, value}, folder.path());
  };
  const Ran one = run("--max-iterations", "3"), other = run("--max_iterations", "3");
  CHECK(one.code == 0);
  CHECK(one.out == other.out);
  CHECK(one.out != run("--max_iterations", "1").out);
  CHECK(run_program({"score", "pagerank", "g.txt", "--max-iterations=3"}, folder.path()).out ==
        one.out);
}

TEST_CASE(
    "score: some ties alone, by type, sign and time, and what the graph does not have is refused") {
  const TempFolder folder;
  folder.write("g.csv",
               "src,dst,sign,t,type\nann,bob,1,2021-03-05,friend\nann,cid,-1,2021-03-07,advice\n"
               "ann,dan,1,,advice\n");
  const auto out_degree = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"score", "degree", "g.csv"};
    words.insert(words.end(), more.begin(), more.end());
    return line_of(run_program(words, folder.path()).out, "ann");
  };
  CHECK(out_degree({}) == "ann,0,3");
  CHECK(out_degree({"--type", "advice"}) == "ann,0,2");
  CHECK(out_degree({"--type", "advice,friend", "--sign", "1"}) == "ann,0,2");
  CHECK(out_degree({"--at", "2021-03-06"}) == "ann,0,2");
  CHECK(out_degree({"--before", "2021-03-07"}) == "ann,0,2");
  CHECK(out_degree({"--after", "2021-03-06", "--before", "2021-04-01"}) == "ann,0,1");
  const Ran bad = run_program({"score", "degree", "g.csv", "--type", "foe"}, folder.path());
  CHECK(bad.code == 2);
  CHECK(bad.err == "grapevine: --type: no tie is of type 'foe'; use one of advice, friend\n");
}

TEST_CASE("score: --half_life scores as a file whose weights were halved by hand") {
  const TempFolder folder;
  folder.write("dated.csv",
               "src,dst,weight,t\nann,bob,8,2021-03-01\nann,cid,8,2021-03-11\n"
               "ann,dan,8,2021-03-21\nann,eve,8,2021-04-30\nann,fay,8,\n");
  folder.write("by_hand.csv", "src,dst,weight\nann,bob,2\nann,cid,4\nann,dan,8\nann,fay,8\n");
  const auto rank = [&](const std::string& who, std::vector<std::string> words) {
    words.insert(words.begin(), {"score", "pagerank"});
    words.insert(words.end(), {"--sinks", "absorb"});
    const Ran ran = run_program(words, folder.path());
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    const std::string line = line_of(ran.out, who);
    return std::stod(line.substr(line.find(',') + 1));
  };
  // One node less by hand: what comes to each beside the restart is in the ratio of five to six.
  const double restart = rank("eve", {"dated.csv", "--half-life", "10", "--at", "2021-03-21"});
  for (const char* who : {"bob", "cid", "dan", "fay"})
    CHECK((rank(who, {"dated.csv", "--half_life", "10", "--at", "2021-03-21"}) - restart) * 6 ==
          Approx((rank(who, {"by_hand.csv"}) - rank("ann", {"by_hand.csv"})) * 5));
  const auto error = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"score", "pagerank", "dated.csv"});
    const Ran ran = run_program(words, folder.path());
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(
      error({"--half_life", "10"}) ==
      "grapevine: --half_life: there is no time to count ages from; give it as --at 2021-03-05\n");
  CHECK_THAT(error({"--half_life", "0", "--at", "2021-03-21"}),
             Catch::StartsWith("grapevine: half_life: is 0; give a number of days > 0"));
  CHECK_THAT(error({"--half_life", "10", "--at", "2021-03-21", "--undated", "refuse"}),
             Catch::StartsWith("grapevine: half_life: some ties have no time"));
}
