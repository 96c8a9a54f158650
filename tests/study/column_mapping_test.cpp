#include "study/column_mapping.hpp"

#include <catch2/catch.hpp>

#include "study/study_command.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// The small study with `person_id` called `customer` and `t` called `day` in its purchases.
std::filesystem::path write_renamed_study(const TempFolder& folder) {
  const auto study = write_small_study(folder);
  folder.write("purchases.csv",
               with(with(kSmallPurchases, "person_id", "customer"), ",t,", ",day,"));
  return study;
}

StudyRun run_mapped(const std::filesystem::path& path, const char* map) {
  StudyFile study = read_study_file(path);
  map_columns(study, parse_column_map(map));
  return run_study(study);
}

}  // namespace

TEST_CASE("map_columns: the run is that of a table with our names") {
  const TempFolder folder;
  const StudyRun plain = run_study(read_study_file(write_small_study(folder)));
  const auto study = write_renamed_study(folder);
  for (const char* map : {"person_id=customer,t=day", "purchases.person_id=customer,t=day",
                          "person_id=customer,purchases.t=day"})
    CHECK(run_mapped(study, map).table("scores").equals(plain.table("scores")));
}

TEST_CASE("map_columns: goes before the study's own mapping where the table has the column") {
  const TempFolder folder;
  write_renamed_study(folder);
  const auto study = folder.write(
      "study.toml", with(kSmallStudy, "\"purchases.csv\"",
                         "\"purchases.csv\", person_id = \"context_id\", t = \"day\""));
  CHECK(run_mapped(study, "person_id=customer").network.people->find(std::string_view("ann")));
  CHECK(run_mapped(study, "purchases.person_id=customer")
            .network.people->find(std::string_view("ann")));
}

TEST_CASE("map_columns: a name that is not ours, or a table that is not there, with those known") {
  const TempFolder folder;
  const auto study = write_renamed_study(folder);
  const auto refused = [&](const char* map) { return error_of([&] { run_mapped(study, map); }); };
  CHECK(refused("people.person_id=x") ==
        "InvalidOption --map people.person_id=x: the study has no table 'people'; known: "
        "purchases, ties, touches");
  CHECK_THAT(refused("purchases.who=x"),
             Catch::StartsWith("InvalidOption --map purchases.who=x: there is no column 'who' in "
                               "purchases; known: person_id, t, purchase_id"));
  CHECK_THAT(refused("who=x"),
             Catch::StartsWith("InvalidOption --map who=x: no table of the study has "
                               "a column that we call 'who'; known: amount, "));
}

TEST_CASE("map_columns: a mapping that no table takes is refused, not passed over") {
  const TempFolder folder;
  const auto study = write_renamed_study(folder);
  CHECK(error_of([&] { run_mapped(study, "person_id=client,t=day"); }) ==
        "InvalidOption --map person_id=client: no table lacks a column 'person_id' and has "
        "'client'; correct it, or name the table: --map TABLE.person_id=client");
  CHECK_THAT(error_of([&] { run_mapped(study, "purchases.person_id=client"); }),
             Catch::Contains("purchases.csv: there is no column 'client'"));
}

TEST_CASE("map_columns: the manifest keeps the map and verify repeats the run with it") {
  const TempFolder folder;
  const auto study = write_renamed_study(folder).string();
  const auto out = (folder.path() / "out").string();
  const Ran run = run_program({"run", study, "--out", out, "--map", "person_id=customer,t=day"});
  CHECK(run.err == "");
  CHECK(run.code == 0);
  CHECK(verify_folder(out).inputs == 4);
  const Ran bad = run_program({"run", study, "--out", out, "--map", "person_id"});
  CHECK(bad.code == 2);
  CHECK(bad.err ==
        "grapevine: --map: 'person_id' maps no column; write --map "
        "person_id=customer,purchases.t=date\n");
}
