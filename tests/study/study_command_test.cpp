#include "study/study_command.hpp"

#include <catch2/catch.hpp>

#include "loaders/columnar/source_table.hpp"
#include "study/manifest.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

}  // namespace

TEST_CASE("run_to_folder: every table and a manifest, and nothing beside the folder") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const StudyRun run = run_to_folder(study, folder.path() / "out", 0);
  // The manifest and the report beside the tables.
  CHECK(files_in(folder.path() / "out") == run.tables.size() + 2);
  CHECK(files_in(folder.path()) == 5);
}

TEST_CASE(
    "run_to_folder: a backtest for the report that cannot be made is named, and nothing runs") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(
      folder, std::string(kSmallStudy) + "[[report.backtest]]\ntitle = \"who refers\"\n"));
  CHECK_THROWS_WITH(run_to_folder(study, folder.path() / "out", 0),
                    Catch::StartsWith("[[report.backtest]] 'who refers': ") &&
                        Catch::Contains("there is no cut"));
  CHECK(!std::filesystem::exists(folder.path() / "out"));
}

TEST_CASE("run_to_folder: an earlier result is replaced, a folder of other files is not") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const auto out = folder.path() / "out";
  run_to_folder(study, out, 0);
  folder.write("out/old.csv", "x");
  run_to_folder(study, out, 0);
  CHECK_FALSE(std::filesystem::exists(out / "old.csv"));
  const auto other = folder.path() / "other";
  std::filesystem::create_directory(other);
  folder.write("other/mine.txt", "x");
  CHECK_THAT(error_of([&] { run_to_folder(study, other, 0); }),
             Catch::StartsWith("BadInput ") && Catch::Contains("the folder holds other files"));
  CHECK(files_in(other) == 1);
}

TEST_CASE("run_to_folder: a failed run leaves the earlier result") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const auto out = folder.path() / "out";
  run_to_folder(study, out, 0);
  const std::string before = text_of(out / "scores.csv");
  folder.write("purchases.csv", "person_id,t,context_id,amount\nann,never,tea,1\n");
  CHECK_THAT(error_of([&] { run_to_folder(study, out, 0); }), Catch::StartsWith("BadInput "));
  CHECK(text_of(out / "scores.csv") == before);
  CHECK(files_in(folder.path()) == 5);
}

TEST_CASE("verify_folder: an untouched run is the same again") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const StudyRun run = run_to_folder(study, folder.path() / "out", 0);
  const Verified verified = verify_folder(folder.path() / "out");
  CHECK(verified.inputs == 4);
  CHECK(verified.outputs == run.tables.size());
}

TEST_CASE("verify_folder: names the first file that differs") {
  const TempFolder folder;
  const auto out = folder.path() / "out";
  run_to_folder(read_study_file(write_small_study(folder)), out, 0);
  const auto refused = [&] { return error_of([&] { verify_folder(out); }); };
  folder.write("ties.csv", std::string(kSmallTies) + "dan,bob,1\n");
  CHECK_THAT(refused(),
             Catch::StartsWith("BadInput ties.csv: this input was changed since the run"));
  folder.write("ties.csv", kSmallTies);
  std::filesystem::remove(folder.path() / "touches.csv");
  CHECK_THAT(refused(), Catch::StartsWith("NotFound ") && Catch::Contains("touches.csv"));
  folder.write("touches.csv", kSmallTouches);
  folder.write("out/credits.csv", "person_id\n");
  CHECK_THAT(refused(), Catch::StartsWith("BadInput credits.csv: this output was changed"));
  folder.write("study.toml", std::string(kSmallStudy) + "# more\n");
  CHECK_THAT(refused(), Catch::StartsWith("BadInput study.toml: the study file was changed"));
}

TEST_CASE("verify_folder: every file of a table counts, and new ones that its pattern matches") {
  const TempFolder folder;
  write_small_study(folder);
  const std::string purchases = kSmallPurchases;
  const std::size_t cut = purchases.find("3,bob"), header = purchases.find('\n') + 1;
  folder.write("purchases-1.csv", purchases.substr(0, cut));
  folder.write("purchases-2.csv", purchases.substr(0, header) + purchases.substr(cut));
  const StudyRun whole = run_study(read_study_file(folder.path() / "study.toml"));
  const auto study =
      folder.write("study.toml", with(kSmallStudy, "purchases.csv", "purchases-*.csv"));
  const auto out = folder.path() / "out";
  const StudyRun run = run_to_folder(read_study_file(study), out, 0);
  CHECK(run.table("scores").equals(whole.table("scores")));
  CHECK(verify_folder(out).inputs == 5);
  const auto refused = [&] { return error_of([&] { verify_folder(out); }); };
  folder.write("purchases-2.csv", purchases.substr(0, header));
  CHECK_THAT(refused(), Catch::StartsWith("BadInput purchases-2.csv: this input was changed"));
  folder.write("purchases-2.csv", purchases.substr(0, header) + purchases.substr(cut));
  folder.write("purchases-10.csv", purchases.substr(0, header));
  CHECK(
      refused() ==
      "BadInput purchases: its files are others than in the run, from purchases-10.csv on; remove "
      "new files and restore old ones, or run again");
  std::filesystem::remove(folder.path() / "purchases-10.csv");
  std::filesystem::remove(folder.path() / "purchases-2.csv");
  CHECK_THAT(refused(), Catch::Contains("from purchases-2.csv on"));
}

TEST_CASE("verify_folder: a table that was in memory cannot be had again") {
  const TempFolder folder;
  StudyFile study = read_study_file(write_small_study(folder));
  const auto path = folder.path() / "purchases.csv";
  study.tables.tables.at("purchases").in_memory = read_source_table(path, "p").table();
  std::filesystem::remove(path);
  run_to_folder(study, folder.path() / "out", 0);
  CHECK(error_of([&] { verify_folder(folder.path() / "out"); }) ==
        "BadInput purchases: the run took this table from memory, where it is gone; repeat the run "
        "where the table was made");
}

TEST_CASE("verify_folder: repeats a run with the limit of rejects that it was given") {
  const TempFolder folder;
  StudyFile study = read_study_file(write_small_study(folder));
  folder.write("ties.csv", std::string(kSmallTies) + "dan,bob,heavy\n");
  const auto out = folder.path() / "out";
  CHECK_THAT(error_of([&] { run_to_folder(study, out, 0); }),
             Catch::StartsWith("BadInput ties.csv:5: column 'weight': expected a number"));
  study.tables.max_rejects = 1;
  const StudyRun run = run_to_folder(study, out, 0);
  CHECK(read_manifest(out)["max_rejects"] == 1);
  CHECK(run.table("rejected").texts("reason") == std::vector<std::string>{"not a number"});
  CHECK(verify_folder(out).outputs == run.tables.size());
}

TEST_CASE("verify_folder: a manifest of anybody is refused in one line and names no device") {
  const TempFolder folder;
  const auto error = [&](const std::string& study, const std::string& inputs) {
    folder.write(kManifestName, R"({"grapevine": "0", "study_path": ")" + study +
                                    R"(", "inputs": )" + inputs + R"(, "outputs": []})");
    return error_of([&] { verify_folder(folder.path()); });
  };
  CHECK(error("/dev/zero", "[]").find("/dev/zero: is no plain file; ") != std::string::npos);
  for (const char* inputs : {"[1]", "[null]", R"([{"table": 7}])", R"([["study"]])"})
    CHECK(error("s.toml", inputs).find("it is no manifest of a run; ") != std::string::npos);
}

TEST_CASE("bundled_study: is there") {
  CHECK(std::filesystem::exists(bundled_study()));
  CHECK(bundled_study().filename() == "study.toml");
}
