#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/data.hpp"
#include "tests/support/program.hpp"

using namespace grapevine::testing;

TEST_CASE("learn: writes what it learned, and warns of likeness") {
  const TempFolder folder;
  const std::string study = bundled("debian_referrals/study.toml").string();
  const Ran ran = run_program(
      {"learn", study, "--method", "partial_credit", "--step", "quarter", "--out", "l", "--json"},
      folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(nlohmann::json::parse(ran.out)["learned_contexts"] == 16);
  CHECK_THAT(ran.err, Catch::Contains("in 0 of 16 contexts people follow their friends"));
  CHECK(std::filesystem::exists(folder.path() / "l" / "learned_ties.parquet"));
}

TEST_CASE("learn: bad calls end in one line") {
  const std::string study = bundled("debian_referrals/study.toml").string();
  const TempFolder folder;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{study, "--out", "l", "--method", "guess"},
        {study, "--out", "l", "--group", "village"},
        {study, "--out", "l", "--window_days", "nan"},
        {"absent.toml", "--out", "l"},
        {study}}) {
    std::vector<std::string> call = {"learn"};
    call.insert(call.end(), words.begin(), words.end());
    const Ran ran = run_program(call, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Catch::Contains("; "));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "l"));
  }
}
