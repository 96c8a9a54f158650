#include "study/what_if_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("what_if_report: text and JSON tell the same totals, changes and loss") {
  const TempFolder folder;
  const WhatIf w = what_if(read_study_file(write_small_study(folder)), {.people = {"ann"}});
  const std::string text = what_if_text(w, 10);
  CHECK_THAT(text, Catch::Contains("As if never read: 2 of 5 purchases, 2 of 3 ties, 2 of 3 "
                                   "touches\n") &&
                       Catch::Contains("2 of 8 rows change\n") &&
                       Catch::Contains("expect to lose 37.50 EUR") &&
                       Catch::Contains("beside 17.00 that the removed bought themselves"));
  const auto json = nlohmann::json::parse(what_if_json(w, 1));
  CHECK(json["expected_margin_lost"] == 37.5);
  CHECK(json["own_margin"] == 17.0);
  CHECK(json["totals"]["credited"]["change"] == -35.5);
  REQUIRE(json["largest_changes"].size() == 1);
  CHECK(json["largest_changes"][0]["person_id"] == "ann");
  CHECK(json["largest_changes"][0]["gone"] == true);
  CHECK(json["largest_changes"][0]["crv_change"] == -37.5);
  CHECK(json["erased"][0]["table"] == "purchases");
  CHECK(json["warnings"].empty());
  CHECK_THAT(text, !Catch::Contains("crv_forecast_change"));  // the study has no horizon
}

TEST_CASE("what_if_report: that ties take over where the last touch goes is said") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv",
               "from_person,to_person,t,context_id,role\nann,bob,2020-01-20,tea,friend\n");
  const WhatIf w = what_if(read_study_file(folder.path() / "study.toml"), {.roles = {"friend"}});
  REQUIRE(w.warnings.size() == 1);
  CHECK_THAT(what_if_text(w, 10), Catch::Contains("Without the rows: " + w.warnings[0]));
}

TEST_CASE("what_if_report: where nothing changes it says so") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("ties.csv", "src,dst,weight\nann,bob,2\ndan,ann,1\n");
  const WhatIf w = what_if(read_study_file(folder.path() / "study.toml"), {.people = {"dan"}});
  CHECK(w.changed == 0);
  CHECK_THAT(what_if_text(w, 10),
             Catch::Contains("0 of 8 rows change\n") && Catch::Contains("expect to lose 0.00 EUR"));
}
