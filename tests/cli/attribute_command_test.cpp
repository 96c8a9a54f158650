#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

constexpr const char* kPaths =
    "path,total_conversions,total_conversion_value,total_null\n"
    "a > b > a,2,20,1\n"
    "b,1,5,0\n";

}  // namespace

TEST_CASE("attribute command: writes the credits and prints them side by side") {
  const TempFolder folder;
  folder.write("paths.csv", kPaths);
  const Ran ran = run_program({"attribute", "paths.csv", "--model", "first,last", "--out", "c.csv"},
                              folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("player  first  last") && Catch::Contains("Written: c.csv"));
  CHECK(text_of(folder.path() / "c.csv") ==
        "player,model,conversions,value\n"
        "a,first,2,20\nb,first,1,5\na,last,2,20\nb,last,1,5\n");
}

TEST_CASE("attribute command: columns of other names, JSON, and no file unless asked") {
  const TempFolder folder;
  folder.write("p.csv", "route,n\nx > y,4\n");
  const Ran ran = run_program(
      {"attribute", "p.csv", "--map", "path=route,total_conversions=n", "--json"}, folder.path());
  INFO(ran.err);
  CHECK(nlohmann::json::parse(ran.out)["conversions"] == 4);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("attribute command: a wrong call or a bad journey is one line, and nothing is written") {
  const std::vector<std::vector<std::string>> wrong = {
      {"--model", "nosuch"},
      {"--model", "linear,linear"},
      {"--model", "time_decay"},
      {"--repeats", "sometimes"},
      {"--map", "nosuch=path"},
      {"--out", "c.doc"},
      {"--first_share", "2", "--model", "position"}};
  for (auto words : wrong) {
    const TempFolder folder;
    folder.write("paths.csv", kPaths);
    words.insert(words.begin(), {"attribute", "paths.csv", "--out", "c.csv"});
    if (words.back() == "c.doc") words.erase(words.begin() + 2, words.begin() + 4);
    const Ran ran = run_program(words, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  }
}
