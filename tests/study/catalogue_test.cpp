#include "study/catalogue.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "algorithms/registry.hpp"

using namespace grapevine;

TEST_CASE("catalogue: JSON holds every algorithm with options, ranges, units and paper") {
  const auto list = nlohmann::json::parse(catalogue_json());
  REQUIRE(list.size() == algorithms().size());
  std::size_t i = 0;
  for (const Algorithm& a : algorithms()) {
    const auto& entry = list[i++];
    CHECK(entry["name"] == std::string(a.doc.name));
    for (const char* key : {"summary", "section", "complexity", "reference"})
      CHECK_FALSE(entry[key].get<std::string>().empty());
    CHECK_FALSE(entry["kinds"].empty());
    CHECK(entry["options"].size() == a.options.size());
    for (const auto& option : entry["options"]) {
      CHECK_FALSE(option["help"].get<std::string>().empty());
      CHECK_FALSE(option["type"].get<std::string>().empty());
      CHECK(option.contains("min"));
      CHECK(option.contains("max"));
    }
    for (const auto& column : entry["score_columns"])
      CHECK_FALSE(column["meaning"].get<std::string>().empty());
  }
}

TEST_CASE("catalogue: text names every algorithm and option") {
  const std::string text = catalogue_text();
  for (const Algorithm& a : algorithms()) {
    CHECK_THAT(text, Catch::Contains(std::string(a.doc.name) + "\n"));
    for (const OptionInfo& option : a.options)
      CHECK_THAT(text, Catch::Contains("--" + option.name));
  }
}

TEST_CASE("options_text: name, type, unit, range, default, meaning") {
  OptionInfo days;
  days.name = "window_days";
  days.type = "number";
  days.help = "How far back";
  days.unit = "days";
  days.default_value = "7";
  days.min = 0.0;
  days.max = 10.0;
  CHECK(options_text({days}) ==
        "  --window_days (number, days, [0, 10], default 7)\n      How far back\n");
  OptionInfo way;
  way.name = "way";
  way.type = "choice";
  way.help = "Which way";
  way.choices = {"in", "out"};
  CHECK_THAT(options_text({way}), Catch::StartsWith("  --way (choice, in, out"));
}
