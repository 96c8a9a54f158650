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

TEST_CASE("score: --map names the columns of a list of ties") {
  const TempFolder folder;
  folder.write("g.csv", "day,who,whom\n1,ann,bob\n2,ann,cid\n");
  const Ran ran =
      run_program({"score", "degree", "g.csv", "--map", "src=who,dst=whom"}, folder.path());
  CHECK(ran.err == "");
  CHECK(line_of(ran.out, "ann") == "ann,0,2");
  const Ran bad = run_program({"score", "degree", "g.csv", "--map", "who=src"}, folder.path());
  CHECK(bad.code == 2);
  CHECK(is_one_error_line(bad.err));
}

TEST_CASE("score: options of the graph") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  const auto degrees = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"score", "degree", "g.txt"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder.path()).out;
  };
  CHECK(line_of(degrees({"--parallel_edges", "drop"}), "ann") == "ann,0,1");
  CHECK(line_of(degrees({"--self-loops", "drop"}), "cid") == "cid,1,0");
  CHECK(line_of(degrees({"--undirected"}), "ann") == "ann,2,2");
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

TEST_CASE("graph info: text and JSON") {
  const TempFolder folder;
  folder.write("g.txt", kGraph);
  CHECK_THAT(run_program({"graph", "info", "g.txt"}, folder.path()).out,
             Catch::Contains("nodes            3\nedges            4\n"));
  const auto json =
      nlohmann::json::parse(run_program({"graph", "info", "g.txt", "--json"}, folder.path()).out);
  CHECK(json["nodes"] == 3);
  CHECK(json["self_loops"] == 1);
  CHECK(json["parallel_edges"] == 1);
  CHECK(json["ids"] == "text");
}
