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
  const Ran refused = run_program({"score", "degree", "g.txt", "--ids", "integer"}, folder.path());
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        "grapevine: g.txt:2: 'ann bob' has an id that is no integer of 64 bits in its shortest "
        "form; correct it, or leave out --ids integer\n");
}

TEST_CASE("score: --canonical gives the same bytes in whatever order ties come") {
  const TempFolder folder;
  folder.write("a.txt", "3 1\n1 2\n2 3\n2 1\n");
  folder.write("b.txt", "2 1\n1 2\n3 1\n2 3\n");
  const auto ranks = [&](const char* file) {
    return run_program({"score", "pagerank", file, "--canonical"}, folder.path()).out;
  };
  CHECK(ranks("a.txt") == ranks("b.txt"));
  CHECK(ranks("a.txt").find("node_id,pagerank\n1,") != std::string::npos);
}
