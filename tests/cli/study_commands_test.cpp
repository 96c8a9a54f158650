#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine::testing;

TEST_CASE("run: prints the summary and where the tables are") {
  const TempFolder folder;
  write_small_study(folder);
  const Ran ran = run_program({"run", "study.toml", "--out", "out"}, folder.path());
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Catch::StartsWith("Tea: 4 people") &&
                          Catch::Contains("Written to out: scores.csv (8 rows)") &&
                          Catch::EndsWith("manifest.json\n"));
  CHECK(std::filesystem::exists(folder.path() / "out" / "scores.csv"));
}

TEST_CASE("run: --json prints the manifest, warnings go to standard error all the same") {
  const TempFolder folder;
  write_small_study(folder, with(kSmallStudy, ", poster = 1.0", ""));
  const Ran ran = run_program({"run", "study.toml", "--out", "out", "--json"}, folder.path());
  CHECK(ran.code == 0);
  CHECK(ran.out == text_of(folder.path() / "out" / "manifest.json"));
  CHECK(nlohmann::json::parse(ran.out)["warnings"].size() == 1);
  CHECK_THAT(ran.err, Catch::StartsWith("grapevine: warning: touches: 1 rows"));
}

TEST_CASE("run: needs a study and a folder") {
  CHECK(run_program({"run"}).code == 2);
  CHECK(run_program({"run", "study.toml"}).code == 2);
  CHECK_THAT(run_program({"run", "study.toml"}).err, Catch::Contains("--out is required"));
}

TEST_CASE("verify: says so in words or JSON") {
  const TempFolder folder;
  write_small_study(folder);
  REQUIRE(run_program({"run", "study.toml", "--out", "out"}, folder.path()).code == 0);
  const Ran words = run_program({"verify", "out"}, folder.path());
  CHECK(words.code == 0);
  CHECK(words.out == "verified: 4 inputs unchanged, 6 tables repeated byte for byte\n");
  const auto json =
      nlohmann::json::parse(run_program({"verify", "out", "--json"}, folder.path()).out);
  CHECK(json["verified"] == true);
  CHECK(json["inputs"] == 4);
  CHECK(json["outputs"] == 6);
}

TEST_CASE("demo: runs the bundled study into a new folder") {
  const TempFolder folder;
  const Ran ran = run_program({"demo"}, folder.path());
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::StartsWith("Debian referrals: 1,602 people") &&
                          Catch::Contains("57.2 % of 12,843 units is nobody's"));
  CHECK(std::filesystem::exists(folder.path() / "grapevine-demo" / "scores.parquet"));
}

TEST_CASE("algorithms: text, or JSON with every option") {
  CHECK_THAT(run_program({"algorithms"}).out, Catch::Contains("pagerank\n"));
  const auto list = nlohmann::json::parse(run_program({"algorithms", "--json"}).out);
  CHECK(list.is_array());
  CHECK(list.size() > 10);
}

TEST_CASE("a closed standard output is an error of one line") {
  const Ran ran = run_command({"sh", "-c", std::string(kProgram) + " algorithms > /dev/full"});
  CHECK(ran.code == 2);
  CHECK(is_one_error_line(ran.err));
  CHECK_THAT(ran.err, Catch::Contains("standard output: cannot be written"));
}
