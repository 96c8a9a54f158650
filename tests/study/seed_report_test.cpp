#include "study/seed_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace grapevine;

namespace {

const SeedChoice kChoice{.seeds = {3, 1},
                         .engine = "reverse_sets",
                         .spread = {8.0, 0.5},
                         .top_degree = {6.0, 0.25},
                         .against = {2.0, 0.1},
                         .certain_spread = 6.0,
                         .largest_spread = 10.0,
                         .total_value = 20.0,
                         .samples = 2'048,
                         .evaluated = 4'096};

nlohmann::json json_of(const SeedChoice& choice) {
  return nlohmann::json::parse("{" + seed_choice_json(choice) + "}");
}

}  // namespace

TEST_CASE("seed report: spread, certificate and what the list anybody could make reaches") {
  CHECK(
      seed_choice_text(kChoice, "2 seeds written to s.csv", "EUR") ==
      "2 seeds written to s.csv: spread 8.0 +- 0.5 of 20.0 EUR (standard error; by reverse_sets)\n"
      "certified: at least 6.0, and no choice above 10.0: ratio 0.600\n"
      "those with the most ties: spread 6.0 +- 0.2\n"
      "2,048 samples chose, 4,096 others judged\n");
  const auto json = json_of(kChoice);
  CHECK(json["seeds"] == 2);
  CHECK(json["certified_ratio"] == 0.6);
  CHECK(json["top_degree_spread"] == 6.0);
}

TEST_CASE("seed report: of signed choices nothing is certified, and it says so") {
  SeedChoice choice = kChoice;
  choice.is_certified = false;
  CHECK_THAT(seed_choice_text(choice, "2 seeds", ""),
             Catch::Contains("certified: none claimed for signed\n") &&
                 Catch::Contains("set against: 2.0 +- 0.1") && !Catch::Contains("ratio"));
  const auto json = json_of(choice);
  CHECK(json["certified_ratio"].is_null());
  CHECK(json["certain_spread"].is_null());
  CHECK(json["largest_spread"].is_null());
  CHECK(json["set_against"] == 2.0);
}
