#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "algorithms/simulation/shop_options.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

TEST_CASE("simulate command: says what there is and where, first that it is SIMULATED") {
  const TempFolder folder;
  const Ran ran = run_program(
      {"simulate", "--people", "300", "--contexts", "2", "--seed", "3", "--out", "shop"},
      folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Catch::StartsWith("SIMULATED shop, seed 3: 300 people, 2 contexts, ") &&
                          Catch::Contains("Written to shop: study.toml"));
}

TEST_CASE("simulate command: --json prints the manifest") {
  const TempFolder folder;
  const Ran ran =
      run_program({"simulate", "--people", "50", "--out", "shop", "--json"}, folder.path());
  CHECK(ran.out == text_of(folder.path() / "shop" / "SIMULATED-manifest.json"));
  CHECK(nlohmann::json::parse(ran.out)["options"]["people"] == 50);
}

TEST_CASE("simulate command: every option is a flag") {
  const Ran help = run_program({"simulate", "--help"});
  for (const OptionInfo& option : describe<ShopOptions>())
    CHECK_THAT(help.out, Catch::Contains("--" + option.name));
  CHECK_THAT(help.out, Catch::Contains("Example: grapevine simulate"));
  const TempFolder folder;
  std::vector<std::string> words = {"simulate", "--out", "shop"};
  for (const OptionInfo& option : describe<ShopOptions>()) {
    words.push_back("--" + option.name);
    words.push_back(option.name == "people" ? "40" : option.default_value);
  }
  CHECK(run_program(words, folder.path()).code == 0);
}

TEST_CASE("simulate command: a wrong call ends in one line, with nothing written") {
  const std::vector<std::vector<std::string>> wrong = {
      {"--people", "0"},     {"--people", "many"},
      {"--people", "1e3"},   {"--homophily", "2"},
      {"--negative", "nan"}, {"--counterfactuals", "maybe"},
      {"--nosuch", "1"},     {"--influence", "1", "--people", "50000"}};
  for (auto words : wrong) {
    const TempFolder folder;
    words.insert(words.begin(), {"simulate", "--out", "shop"});
    const Ran ran = run_program(words, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK(fs::is_empty(folder.path()));
  }
  CHECK(run_program({"simulate"}).code == 2);
}

TEST_CASE("simulate command: what is wrong is named by its flag") {
  CHECK(run_program({"simulate", "--out", "shop", "--season", "3"}).err ==
        "grapevine: --season: 3 is out of range; allowed: [0, 1]\n");
}
