#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "loaders/columnar/source_table.hpp"
#include "tests/support/data.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

const std::string kStudy = bundled("debian_referrals/study.toml").string();

}  // namespace

TEST_CASE("what-if command: the bundled study without 667, whose 804 are three newcomers") {
  const TempFolder folder;
  const Ran ran =
      run_program({"what-if", kStudy, "--remove-person", "667", "--out", "c.csv"}, folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("As if never read: ") && Catch::Contains("credited") &&
                          Catch::Contains("Written: c.csv"));
  const Table changes = read_source_table(folder.path() / "c.csv", "c").table();
  const auto row = row_of(changes, "667", "4");
  REQUIRE(row >= 0);
  CHECK(changes.texts("crv_before")[static_cast<std::size_t>(row)] == "804");
  CHECK(changes.texts("crv_after")[static_cast<std::size_t>(row)] == "0");
  CHECK(changes.texts("gone")[static_cast<std::size_t>(row)] == "true");
  const Ran json = run_program({"what-if", kStudy, "--remove-person", "667", "--json"});
  CHECK(nlohmann::json::parse(json.out)["largest_changes"][0]["person_id"] == "667");
}

TEST_CASE("what-if command: persons, roles and campaigns together, each flag again for more") {
  const TempFolder folder;
  write_small_study(folder);
  const Ran ran =
      run_program({"what-if", "study.toml", "--remove-role", "poster", "--remove-person", "bob",
                   "--remove-person", "cid", "--remove-campaign", "from_person=ann", "--all",
                   "--top", "1", "--json"},
                  folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["totals"]["credited"]["after"] == 0.0);
  CHECK(json["largest_changes"].size() == 1);
}

TEST_CASE("what-if command: a wrong call is one line, exit code 2, and nothing is written") {
  const TempFolder folder;
  write_small_study(folder);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"--remove-person", "an"},
                                             {"--remove-role", "frend"},
                                             {"--remove-touches", "campaign=spring"},
                                             {"--remove-touches", "role=frend"},
                                             {"--remove-touches", "role"},
                                             {"--remove-touches", "=friend"},
                                             {"--remove-person", "ann", "--out", "c.xls"},
                                             {"--remove-person"}}) {
    std::vector<std::string> all = {"what-if", "study.toml", "--out", "c.csv"};
    if (!words.empty() && words.back() == "c.xls") all.resize(2);
    all.insert(all.end(), words.begin(), words.end());
    const Ran ran = run_program(all, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(is_one_error_line(ran.err));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "c.csv"));
  }
  CHECK_THAT(run_program({"what-if", "study.toml", "--remove-person", "an"}, folder.path()).err,
             Catch::Contains("did you mean 'ann'"));
}
