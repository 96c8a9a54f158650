#include "study/study_command.hpp"

#include <catch2/catch.hpp>

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
  CHECK(files_in(folder.path() / "out") == run.tables.size() + 1);
  CHECK(files_in(folder.path()) == 5);
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

TEST_CASE("bundled_study: is there") {
  CHECK(std::filesystem::exists(bundled_study()));
  CHECK(bundled_study().filename() == "study.toml");
}
