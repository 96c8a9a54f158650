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

TEST_CASE("run: --max-rejects leaves rows out, goes before the study's own, and must be a count") {
  const TempFolder folder;
  write_small_study(folder, with(kSmallStudy, "[tables]", "max_rejects = 0\n[tables]"));
  folder.write("ties.csv", std::string(kSmallTies) + "dan,bob,heavy\n");
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "study.toml", "--out", "out"});
    return run_program(more, folder.path());
  };
  CHECK_THAT(run({}).err, Catch::Contains("ties.csv:5: column 'weight': not a number: this is the "
                                          "first of 1 rows left out, more than --max-rejects 0"));
  CHECK(run({"--max-rejects", "1"}).code == 0);
  CHECK(text_of(folder.path() / "out" / "rejected.csv") ==
        "table,file,line,column,value,reason\nties,ties.csv,5,weight,heavy,not a number\n");
  for (const char* wrong : {"-1", "x", "1.5"}) {
    const Ran ran = run({"--max-rejects", wrong});
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
  }
}

TEST_CASE("run: needs a study and a folder") {
  CHECK(run_program({"run"}).code == 2);
  CHECK(run_program({"run", "study.toml"}).code == 2);
  CHECK_THAT(run_program({"run", "study.toml"}).err, Catch::Contains("--out is required"));
}

TEST_CASE("check: reports, and ends with 2 when there is an error in the data") {
  const TempFolder folder;
  write_small_study(folder);
  const Ran clean = run_program({"check", "study.toml"}, folder.path());
  CHECK(clean.code == 0);
  CHECK(clean.err.empty());
  CHECK_THAT(clean.out, Catch::StartsWith("Tea: 4 people") && Catch::Contains("nothing found"));
  folder.write("ties.csv", std::string(kSmallTies) + "dan,bob,heavy\n");
  const Ran dirty = run_program({"check", "study.toml", "--out", "left_out.csv"}, folder.path());
  CHECK(dirty.code == 2);
  CHECK(is_one_error_line(dirty.err));
  CHECK_THAT(dirty.err, Catch::StartsWith("grapevine: study.toml: one error in the data; the first "
                                          "is ties: 1 of 4 rows (25.0 %) left out"));
  CHECK_THAT(dirty.out, Catch::Contains("Data quality: 1 error"));
  CHECK(text_of(folder.path() / "left_out.csv") ==
        "table,file,line,column,value,reason\nties,ties.csv,5,weight,heavy,not a number\n");
  const Ran json =
      run_program({"check", "study.toml", "--json", "--max-rejects", "1"}, folder.path());
  CHECK(json.code == 0);
  CHECK(nlohmann::json::parse(json.out)["data_quality"]["warnings"] == 1);
}

TEST_CASE("run: data quality stands in the manifest, and its warnings on standard error") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("ties.csv", std::string(kSmallTies) + "dan,ann,1\n");
  const Ran ran = run_program({"run", "study.toml", "--out", "out"}, folder.path());
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err,
             Catch::StartsWith("grapevine: warning: ties: 1 of 4 rows (25.0 %) equal to an "
                               "earlier one"));
  CHECK_THAT(ran.out, Catch::Contains("Data quality: 1 warning: grapevine check study.toml"));
  const auto manifest = nlohmann::json::parse(text_of(folder.path() / "out" / "manifest.json"));
  CHECK(manifest["data_quality"]["findings"][0]["check"] == "duplicate_rows");
  CHECK(manifest["warnings"].size() == 1);
}

TEST_CASE("verify: says so in words or JSON") {
  const TempFolder folder;
  write_small_study(folder);
  REQUIRE(run_program({"run", "study.toml", "--out", "out"}, folder.path()).code == 0);
  const Ran words = run_program({"verify", "out"}, folder.path());
  CHECK(words.code == 0);
  CHECK(words.out == "verified: 4 inputs unchanged, 13 tables repeated byte for byte\n");
  const auto json =
      nlohmann::json::parse(run_program({"verify", "out", "--json"}, folder.path()).out);
  CHECK(json["verified"] == true);
  CHECK(json["inputs"] == 4);
  CHECK(json["outputs"] == 13);
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
