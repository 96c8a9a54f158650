// A simulated shop goes through the program, and where the records are perfect Grapevine's CRV is
// the truth.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "loaders/columnar/source_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

void simulate(const TempFolder& folder, std::vector<std::string> words) {
  words.insert(words.begin(), {"simulate", "--out", "shop"});
  const Ran ran = run_program(words, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
}

void run_study(const TempFolder& folder) {
  const Ran ran = run_program({"run", "shop/study.toml", "--out", "results"}, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.err.empty());
}

using ByPerson = std::map<std::pair<std::string, std::string>, double>;

ByPerson column_of(const fs::path& path, const std::string& column) {
  const auto table = read_source_table(path, "scores").table();
  const auto person = table.texts("person_id"), context = table.texts("context_id"),
             value = table.texts(column);
  ByPerson result;
  for (std::size_t i = 0; i < person.size(); ++i)
    result[{person[i], context[i]}] = value[i].empty() ? 0.0 : std::stod(value[i]);
  return result;
}

void simulate_perfect_records(const TempFolder& folder, const std::string& incentivised) {
  simulate(folder, {"--people",
                    "1500",
                    "--recording",
                    "1",
                    "--false_naming",
                    "0",
                    "--ring_share",
                    "0",
                    "--response",
                    "1",
                    "--over_claiming",
                    "0",
                    "--acquisition_saving",
                    "12.5",
                    "--incentive",
                    "3",
                    "--incentivised",
                    incentivised,
                    "--influential",
                    "0.3",
                    "--consideration_days",
                    "30",
                    "--seed",
                    "2"});
}

/// Columns of the scores, added up, against one of the truth.
void check_against_truth(const TempFolder& folder, const std::vector<std::string>& measured,
                         const std::string& planted) {
  CAPTURE(measured, planted);
  ByPerson found;
  for (const std::string& column : measured)
    for (const auto& [who, value] : column_of(folder.path() / "results/scores.parquet", column))
      found[who] += value;
  const ByPerson expected = column_of(folder.path() / "shop/truth/SIMULATED-value.csv", planted);
  REQUIRE(found.size() == expected.size());
  std::size_t not_zero = 0;
  for (const auto& [who, value] : expected) {
    CAPTURE(who.first, who.second);
    // A cent of each newcomer goes to one cause in the truth and is split in the measure.
    CHECK(found.at(who) == Approx(value).margin(0.06));
    not_zero += value != 0.0;
  }
  CHECK(not_zero > 100);
}

}  // namespace

TEST_CASE("simulated shop: it runs without edits or warnings, and verify repeats it") {
  const TempFolder folder;
  simulate(folder, {"--people", "300", "--seed", "4"});
  run_study(folder);
  const Ran verified = run_program({"verify", "results"}, folder.path());
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, Catch::Contains("7 inputs unchanged"));
  CHECK(run_program({"check", "shop/study.toml"}, folder.path()).code == 0);
  const auto manifest = nlohmann::json::parse(text_of(folder.path() / "results/manifest.json"));
  CHECK(manifest["study"] == "SIMULATED shop, seed 4");
  CHECK(manifest["audit"]["adds_up"] == true);
  CHECK(manifest["rejected"].empty());
  CHECK(manifest["journeys"]["touches_left_out"]["after_acquisition"] == 0);
}

TEST_CASE("simulated shop: a shop with nothing but people runs too") {
  const TempFolder folder;
  simulate(folder, {"--people", "40", "--ties_per_person", "0", "--response", "0"});
  run_study(folder);
}

// All causes are recorded and nothing else, everybody answers truly whether they would have come
// anyway, so linear attribution knows all that Kumar's formula needs.
TEST_CASE("simulated shop: from perfect records the measured CRV is the true one, to the cent") {
  const TempFolder folder;
  simulate_perfect_records(folder, "1");
  run_study(folder);
  check_against_truth(folder, {"crv"}, "true_crv");
  check_against_truth(folder, {"crv_type1"}, "true_crv_type1");
  check_against_truth(folder, {"crv_type2"}, "true_crv_type2");
  check_against_truth(folder, {"realised_margin"}, "margin");
}

TEST_CASE("simulated shop: where some are not rewarded, CRV and CIV together are the true one") {
  const TempFolder folder;
  simulate_perfect_records(folder, "0.4");
  run_study(folder);
  check_against_truth(folder, {"crv", "civ"}, "true_crv");
}

// Everybody answers, every cause is recorded and nothing else. The truth of `intends` is whether
// the person is a cause, so honest people's gap is 0 and those who over-claim show how many do.
TEST_CASE("simulated shop: the gap between intent and action is what people over-claim") {
  for (const char* over_claiming : {"0", "0.6"}) {
    CAPTURE(over_claiming);
    const TempFolder folder;
    simulate(folder, {"--people", "1500", "--recording", "1", "--false_naming", "0", "--ring_share",
                      "0", "--response", "1", "--over_claiming", over_claiming, "--influential",
                      "0.3", "--seed", "2"});
    run_study(folder);
    std::map<std::string, std::set<std::string>> causes, buyers;
    const auto truth =
        read_source_table(folder.path() / "shop/truth/SIMULATED-acquisitions.csv", "t").table();
    const auto context = truth.texts("context_id"), person = truth.texts("person_id"),
               caused_by = truth.texts("caused_by");
    for (std::size_t i = 0; i < context.size(); ++i) {
      buyers[context[i]].insert(person[i]);
      std::istringstream ids(caused_by[i]);
      for (std::string id; std::getline(ids, id, ';');) causes[context[i]].insert(id);
    }
    const auto funnel =
        read_source_table(folder.path() / "results/funnel.parquet", "funnel").table();
    const Ran alone = run_program(
        {"score", "referral_funnel", "shop/study.toml", "--out", "funnel.csv"}, folder.path());
    REQUIRE(alone.code == 0);
    const auto of_its_own = read_source_table(folder.path() / "funnel.csv", "funnel").table();
    for (const char* column : {"context_id", "segment", "intends", "joined", "not_asked"})
      CHECK(of_its_own.texts(column) == funnel.texts(column));
    const auto of = funnel.texts("context_id"), segment = funnel.texts("segment");
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (segment[i] != "all" || of[i].empty()) continue;
      CAPTURE(of[i]);
      const auto asked = funnel.doubles("asked")[i];
      const auto brought = static_cast<double>(causes[of[i]].size());
      REQUIRE(asked == static_cast<double>(buyers[of[i]].size()));
      CHECK(funnel.doubles("did")[i] == brought);
      CHECK(funnel.doubles("joined")[i] == brought);
      CHECK(funnel.doubles("intends_did")[i] == brought);
      const double lies = std::stod(over_claiming), honest = asked - brought;
      const double gap = funnel.doubles("gap")[i];
      CHECK(gap == Approx(lies * honest / asked)
                       .margin(4.0 * std::sqrt(lies * (1.0 - lies) * honest) / asked + 1e-12));
      CHECK((gap > 0.0) == (lies > 0.0));
    }
  }
}

TEST_CASE("simulated shop: estimate tells the memory, and --memory refuses before writing") {
  if (skipped_with_sanitizer("its program alone takes more than the limit")) return;
  const TempFolder folder;
  const Ran told = run_program({"estimate", "simulate", "--people", "1000000", "--json"});
  REQUIRE(told.code == 0);
  const auto peak = nlohmann::json::parse(told.out)["peak_bytes"].get<double>();
  CHECK(peak > 1e8);
  CHECK(peak < 1e9);
  const Ran refused = run_program(
      {"simulate", "--people", "1000000", "--out", "shop", "--memory", "50MiB"}, folder.path());
  CHECK(refused.code == 2);
  CHECK(is_one_error_line(refused.err));
  CHECK_THAT(refused.err, Catch::Contains("--memory allows 50 MiB"));
  CHECK(fs::is_empty(folder.path()));
}
