#include "study/attribute_study.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "study/run_study.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

using Cells = std::map<std::string, std::string>;

/// A column by "MODEL/CONTEXT/PERSON".
Cells by_row(const Table& credits, const std::string& column) {
  const auto people = credits.texts("person_id"), contexts = credits.texts("context_id"),
             models = credits.texts("model"), cells = credits.texts(column);
  Cells rows;
  for (std::size_t i = 0; i < cells.size(); ++i)
    rows[models[i] + "/" + contexts[i] + "/" + people[i]] = cells[i];
  return rows;
}

}  // namespace

TEST_CASE("attribute_study: a row for each model, context and person, and one for nobody") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const auto attributed = attribute_study(study, {.models = {"linear", "last"}});
  CHECK(attributed.acquisitions == 4);
  CHECK(attributed.unattributed == 2);  // ann's two
  CHECK(attributed.touches == 3);
  CHECK(attributed.referrers == 2);
  CHECK(by_row(attributed.credits, "conversions") == Cells{{"linear/tea/ann", "1.5"},
                                                           {"linear/tea/bob", "0.5"},
                                                           {"linear/tea/", "1"},
                                                           {"linear/cake/", "1"},
                                                           {"last/tea/ann", "2"},
                                                           {"last/tea/bob", "0"},
                                                           {"last/tea/", "1"},
                                                           {"last/cake/", "1"}});
  CHECK(by_row(attributed.credits, "value") == Cells{{"linear/tea/ann", "37.50"},
                                                     {"linear/tea/bob", "2.00"},
                                                     {"linear/tea/", "10.00"},
                                                     {"linear/cake/", "7.00"},
                                                     {"last/tea/ann", "39.50"},
                                                     {"last/tea/bob", "0.00"},
                                                     {"last/tea/", "10.00"},
                                                     {"last/cake/", "7.00"}});
  CHECK_THAT(study_attribution_text(attributed),
             Catch::Contains("4 acquisitions, 2 of them with nobody's touch") &&
                 Catch::Contains("Value credited in EUR\n") && Catch::Contains("39.5"));
  CHECK(nlohmann::json::parse(study_attribution_json(attributed))["models"].size() == 2);
}

TEST_CASE("attribute_study: the study's own models are those of its ledger, to the last unit") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const TempFolder folder;
    const StudyFile study = read_study_file(RandomTables(seed).write(folder));
    const auto attributed = attribute_study(study, {});
    const StudyRun run = run_study(study);
    const Table& ledger = run.table("credits");
    const auto people = ledger.texts("referrer_id"), contexts = ledger.texts("context_id"),
               models = ledger.texts("model");
    const auto margins = ledger.integers("margin_credited");
    const auto shares = ledger.doubles("share");
    std::map<std::string, std::int64_t> value;
    std::map<std::string, double> conversions;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const std::string row = models[i] + "/" + contexts[i] + "/" + people[i];
      value[row] += margins[i];
      conversions[row] += shares[i];
    }
    const auto found = by_row(attributed.credits, "value");
    const auto found_conversions = by_row(attributed.credits, "conversions");
    CAPTURE(seed);
    for (const auto& [row, minor] : value)
      CHECK(parse_money(found.at(row), study.tables.value_decimals) == minor);
    for (const auto& [row, cell] : found_conversions)
      CHECK(std::stod(cell) == Approx(conversions[row]).margin(1e-12));
  }
}

TEST_CASE("attribute_study: an option given goes before the study's, unknown names are refused") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(
      folder,
      with(kSmallStudy, "model = \"linear\"", "model = \"time_decay\"\nhalf_life_days = 1")));
  const auto value = [&](const AttributionRequest& request) {
    return by_row(attribute_study(study, request).credits, "conversions")["time_decay/tea/bob"];
  };
  CHECK(std::stod(value({})) == Approx(1.0 / 33.0));  // five days before ann's touch: 2^-5
  CHECK(std::stod(value({.options = {{"half_life_days", {{"5"}, "--half_life_days"}}}})) ==
        Approx(1.0 / 3.0));
  CHECK(error_of([&] { attribute_study(study, {.models = {"nosuch"}}); })
            .starts_with("InvalidOption --model: a study's journeys have no model 'nosuch'; known: "
                         "linear, first"));
  CHECK(error_of([&] { attribute_study(study, {.models = {"last", "last"}}); }) ==
        "InvalidOption --model: the model 'last' is named twice; name it once");
  CHECK_THAT(error_of([&] {
               attribute_study(study,
                               {.models = {"last"},
                                .options = {{"half_life_days", {{"5"}, "--half_life_days"}}}});
             }),
             Catch::StartsWith("InvalidOption --half_life_days: there is no option"));
  CHECK(is_study_file("a/study.toml"));
  CHECK_FALSE(is_study_file("paths.csv"));
}

TEST_CASE("attribute_study: without a touch all is nobody's") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv", "from_person,to_person,t,context_id,role\n");
  folder.write("ties.csv", "src,dst,weight\n");  // else ties imply touches
  const auto attributed = attribute_study(read_study_file(folder.path() / "study.toml"), {});
  CHECK(attributed.referrers == 0);
  CHECK(attributed.unattributed == 4);
  CHECK(by_row(attributed.credits, "value") ==
        Cells{{"linear/tea/", "49.50"}, {"linear/cake/", "7.00"}});
  CHECK_THAT(study_attribution_text(attributed), Catch::Contains("0 touches of 0 persons"));
}
