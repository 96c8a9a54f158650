#include "study/backtest_report.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

StudyFile small(const TempFolder& folder, const std::string& more) {
  return read_study_file(write_small_study(folder, kSmallStudy + more));
}

constexpr const char* kPlan =
    "[backtest]\ncut = \"2020-03-15\"\nhorizon = \"1m\"\nleast_referrals = 1\n"
    "least_positives = 1\npool = \"known\"\n";

}  // namespace

TEST_CASE("backtest_to_folder: tables and a report, whole, and an earlier one is replaced") {
  const TempFolder folder;
  const StudyFile study = small(folder, kPlan);
  const auto out = folder.path() / "out";
  backtest_to_folder(study, {}, 0, out);
  for (const char* name : {"backtest_scores.csv", "backtest_contexts.csv", "backtest_cells.csv",
                           "backtest_cuts.csv", kBacktestName})
    CHECK(std::filesystem::exists(out / name));
  const auto report = nlohmann::json::parse(text_of(out / kBacktestName));
  CHECK(report["options"]["horizon"] == "1m");
  CHECK(report["inputs"][0]["table"] == "study");
  CHECK(report["cuts"][0]["referrals_after"] == 2);
  // What the study said of itself with what was known then: two touches are nothing to learn from.
  std::map<std::string, nlohmann::json> facts;
  for (const auto& step : report["cuts"][0]["steps"]) facts[step["algorithm"]] = step["facts"];
  CHECK_THAT(facts.at("referral_forecast")["forecast"].get<std::string>(),
             Catch::StartsWith("none: "));
  CHECK(report["cuts"][0]["warnings"].is_array());
  folder.write("out/old.csv", "x");
  backtest_to_folder(study, {}, 0, out);
  CHECK_FALSE(std::filesystem::exists(out / "old.csv"));
}

TEST_CASE("backtest_to_folder: nothing is written when the plan cannot be") {
  const TempFolder folder;
  const StudyFile study = small(folder, "");
  CHECK_THAT(error_of([&] { backtest_to_folder(study, {}, 0, folder.path() / "out"); }),
             Catch::Contains("there is no cut"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
}

TEST_CASE("backtest_text: cuts, scores with their kind, contexts, or that nothing can be judged") {
  const TempFolder folder;
  const StudyFile study = small(folder, kPlan);
  const std::string text = backtest_text(study, backtest_study(study, {}, 0));
  CHECK_THAT(text,
             Catch::StartsWith("Tea: 1 cuts, 1 cells") &&
                 Catch::Contains("2020-03-15 until 2020-04-15: 4 people known, 2 referrals") &&
                 Catch::Contains("  g in_degree") && Catch::Contains("  c context_activity") &&
                 Catch::Contains("    crv") && Catch::Contains("cannot be judged"));
  const StudyFile strict = small(folder, std::string(kPlan) + "contexts = 1\n");
  OptionMap more{{"least_positives", {{"99"}, "--least_positives"}}};
  CHECK_THAT(backtest_text(strict, backtest_study(strict, more, 0)),
             Catch::Contains("no cell has enough outcomes to be judged"));
}
