#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/data.hpp"
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

TEST_CASE("attribute command: a study's own journeys, and on a simulated shop their errors") {
  const TempFolder folder;
  REQUIRE(
      run_program({"simulate", "--people", "600", "--seed", "1", "--out", "shop"}, folder.path())
          .code == 0);
  const Ran credits = run_program(
      {"attribute", "shop/study.toml", "--model", "first,last", "--out", "c.csv"}, folder.path());
  INFO(credits.err);
  CHECK(credits.code == 0);
  CHECK_THAT(credits.out,
             Catch::Contains("Value credited in XTS") && Catch::EndsWith("\nWritten: c.csv\n"));
  CHECK(text_of(folder.path() / "c.csv").starts_with("person_id,context_id,model,conversions,"));
  const Ran truth = run_program(
      {"attribute", "shop/study.toml", "--truth", "auto", "--out", "e.csv"}, folder.path());
  INFO(truth.err);
  CHECK_THAT(truth.out, Catch::Contains("truly nobody's") && Catch::Contains("(nobody)"));
  CHECK(text_of(folder.path() / "e.csv").starts_with("model,total_variation,"));
  const Ran json =
      run_program({"attribute", "shop/study.toml", "--truth", "auto", "--json"}, folder.path());
  CHECK(nlohmann::json::parse(json.out)["models"].size() > 4);
}

TEST_CASE("attribute command: a study without a truth, or paths with one, is one line") {
  const TempFolder folder;
  folder.write("p.csv", "path\na > b\n");
  const std::string study = bundled("debian_referrals/study.toml").string();
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"attribute", study, "--truth", "auto"},
                                             {"attribute", study, "--truth", "absent.csv"},
                                             {"attribute", study, "--model", "nosuch"},
                                             {"attribute", study, "--tables", "more"},
                                             {"attribute", study, "--repeats", "once"},
                                             {"attribute", "p.csv", "--tables", "p.csv"},
                                             {"attribute", "p.csv", "--truth", "auto"}}) {
    const Ran ran = run_program(words, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(is_one_error_line(ran.err));
  }
}
