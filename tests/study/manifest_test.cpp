#include "study/manifest.hpp"

#include <catch2/catch.hpp>

#include "study/sha256.hpp"
#include "study/study_command.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// The manifest of the small study with that text, run into `folder`/out.
nlohmann::ordered_json manifest_after_run(const TempFolder& folder, const std::string& study) {
  const StudyFile file = read_study_file(write_small_study(folder, study));
  run_to_folder(file, folder.path() / "out", 42);
  return read_manifest(folder.path() / "out");
}

}  // namespace

TEST_CASE("manifest: inputs by hash with rows in = used + rejected") {
  const TempFolder folder;
  const auto manifest = manifest_after_run(folder, kSmallStudy);
  REQUIRE(manifest["inputs"].size() == 4);
  CHECK(manifest["inputs"][0]["table"] == "study");
  for (const auto& input : manifest["inputs"]) {
    CHECK(input["sha256"] == sha256_of_file(folder.path() / input["file"].get<std::string>()));
    if (input["table"] == "study") continue;
    CHECK(input["rows_in"].get<int>() == input["used"].get<int>() + input["rejected"].get<int>());
  }
}

TEST_CASE("manifest: rejected rows are counted by their reason") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  folder.write("purchases.csv", std::string(kSmallPurchases) + "6,cid,,tea,1\n7,cid,,tea,1\n");
  run_to_folder(study, folder.path() / "out", 0);
  const auto manifest = read_manifest(folder.path() / "out");
  CHECK(manifest["rejected"]["purchases.t: no time"] == 2);
}

TEST_CASE("manifest: options, seed, audit, journeys and outputs") {
  const TempFolder folder;
  const auto manifest = manifest_after_run(folder, kSmallStudy);
  CHECK(manifest["seed"] == 42);
  CHECK(manifest["study"] == "Tea");
  CHECK(manifest["value_unit"] == "EUR");
  CHECK(manifest["options"]["attribution"]["model"][0] == "linear");
  CHECK(manifest["options"]["attribution"]["roles"].size() == 2);
  CHECK(manifest["attribution_models"][0] == "linear");
  CHECK(manifest["audit"]["total_margin"] == "56.50");
  CHECK(manifest["audit"]["unattributed"] == "17.00");
  CHECK(manifest["audit"]["adds_up"] == true);
  CHECK(manifest["journeys"]["acquisitions"] == 4);
  CHECK(manifest["journeys"]["with_a_referrer"] == 2);
  CHECK(manifest["warnings"].empty());
  for (const auto& output : manifest["outputs"]) {
    CHECK(output["sha256"] ==
          sha256_of_file(folder.path() / "out" / output["file"].get<std::string>()));
    CHECK_FALSE(output["columns"].empty());
  }
  CHECK(manifest["outputs"][0]["file"] == "scores.csv");
  CHECK(manifest["outputs"][0]["rows"] == 8);
}

TEST_CASE("manifest: holds the run's warnings, with counts") {
  const TempFolder folder;
  const auto manifest = manifest_after_run(folder, with(kSmallStudy, ", poster = 1.0", ""));
  REQUIRE(manifest["warnings"].size() == 1);
  CHECK_THAT(manifest["warnings"][0].get<std::string>(),
             Catch::Contains("1 rows have a role without a weight") && Catch::Contains("(poster)"));
}

TEST_CASE("read_manifest: what is none") {
  const TempFolder folder;
  CHECK_THAT(error_of([&] { read_manifest(folder.path()); }), Catch::StartsWith("NotFound "));
  for (const char* text : {"", "{", "[1,]", "{} 1"}) {
    folder.write(kManifestName, text);
    CHECK_THAT(error_of([&] { read_manifest(folder.path()); }),
               Catch::StartsWith("BadInput ") && Catch::Contains("manifest.json: it is no JSON"));
  }
  for (const char* text : {"[]", "{}", "{\"grapevine\": 1}"}) {
    folder.write(kManifestName, text);
    CHECK_THAT(
        error_of([&] { read_manifest(folder.path()); }),
        Catch::StartsWith("BadInput ") && Catch::Contains("manifest.json: it is no manifest"));
  }
}

TEST_CASE("manifest: of a run that wrote nothing, outputs have no hash") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const auto manifest = manifest_of(study, run_study(study), {}, 0);
  REQUIRE_FALSE(manifest["outputs"].empty());
  for (const auto& output : manifest["outputs"]) {
    CHECK_FALSE(output.contains("sha256"));
    CHECK(output.contains("rows"));
  }
}

TEST_CASE("manifest: a study that no file holds is told by its hash and cannot be verified") {
  const TempFolder folder;
  write_small_study(folder);
  const std::string json = R"({"tables": {"purchases": {"file": ")" +
                           (folder.path() / "purchases.csv").string() + R"("}}})";
  run_to_folder(read_study_document(json, {}), folder.path() / "out", 0);
  const auto manifest = read_manifest(folder.path() / "out");
  CHECK(manifest["inputs"][0]["in_memory"] == true);
  CHECK(manifest["inputs"][0]["sha256"] == sha256_of(json));
  CHECK_THAT(error_of([&] { verify_folder(folder.path() / "out"); }),
             Catch::Contains("the run's study was held by a program"));
}
