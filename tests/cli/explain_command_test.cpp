#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/data.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

const std::string kStudy = bundled("debian_referrals/study.toml").string();

}  // namespace

TEST_CASE("explain command: 667 of the bundled study, whose value hangs on one person") {
  const Ran ran = run_program({"explain", kStudy, "--person", "667", "--context", "4"});
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("667 in context 4, value in units\n  crv 804\n") &&
                          Catch::Contains("\n604, 2013-06-14: 667 x0.5 > joined\n") &&
                          Catch::Contains("Sum of crv_amount 804: the crv of the score table\n"));
  const Ran json = run_program({"explain", kStudy, "--person", "667", "--context", "4", "--json"});
  CHECK(nlohmann::json::parse(json.out)["acquisitions"].size() == 3);
}

TEST_CASE("explain command: a picture beside what is printed, the same bytes each time") {
  const TempFolder folder;
  for (const char* name : {"a.svg", "b.svg"}) {
    const Ran ran = run_program(
        {"explain", kStudy, "--person", "667", "--context", "4", "--picture", name}, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Catch::EndsWith(std::string("\nWritten: ") + name + "\n"));
  }
  const std::string picture = text_of(folder.path() / "a.svg");
  CHECK_THAT(picture, Catch::Contains(">crv 804 units</text>") && Catch::Contains(">604</text>"));
  CHECK(picture == text_of(folder.path() / "b.svg"));
}

TEST_CASE("explain command: a picture of another kind is refused before anything is done") {
  const TempFolder folder;
  for (const char* name : {"p.png", "p", "p.svgz", "svg"}) {
    const Ran ran = run_program(
        {"explain", kStudy, "--person", "667", "--context", "4", "--picture", name}, folder.path());
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(is_one_error_line(ran.err));
    CHECK_FALSE(std::filesystem::exists(folder.path() / name));
  }
}

TEST_CASE("explain command: a wrong call is one line") {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--person", "nosuch", "--context", "4"},
        {"--person", "667", "--context", "nosuch"},
        {"--person", "667"}}) {
    std::vector<std::string> all = {"explain", kStudy};
    all.insert(all.end(), words.begin(), words.end());
    const Ran ran = run_program(all);
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
  }
}
