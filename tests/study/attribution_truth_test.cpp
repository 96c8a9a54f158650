#include "study/attribution_truth.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/parallel/blocks.hpp"
#include "study/simulate.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

AttributionError error_of_model(const TruthComparison& comparison, std::string_view model) {
  return *std::ranges::find(comparison.errors, model, &AttributionError::model);
}

StudyFile simulated(const TempFolder& folder, const ShopOptions& options) {
  simulate_to_folder(options, folder.path() / "shop");
  return read_study_file(folder.path() / "shop/study.toml");
}

}  // namespace

TEST_CASE("attribution_truth: constructed causes, errors by hand") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  // bob (35.50) was caused by ann, cid (4) by bob, ann in tea (10) by dan, whom no touch names.
  const auto truth = folder.write("truth.csv",
                                  "person_id,context_id,caused_by\nbob,tea,ann\ncid,tea,bob\n"
                                  "ann,tea,dan\nann,cake,\nzoe,tea,bob\n");
  const auto comparison = compare_with_truth(study, {}, truth);
  CHECK(comparison.known == 4);
  CHECK(comparison.truth_only == 1);
  const auto linear = error_of_model(comparison, "linear");
  CHECK(linear.organic == 1);
  CHECK(linear.total_variation == (0.0 + 0.5 + 1.0 + 0.0) / 4.0);
  CHECK(linear.misattributed == Approx((0.5 * 4.0 + 10.0) / 56.5));
  // ann 37.50 of 35.50, bob 2 of 4, dan 0 of 10.
  CHECK(linear.mean_absolute_error == Approx((2.0 + 2.0 + 10.0) / 3.0));
  CHECK(linear.people == 3);
  const auto first = error_of_model(comparison, "first");  // bob's touch of cid comes first
  CHECK(first.total_variation == 0.25);
  CHECK(error_of_model(comparison, "(nobody)").misattributed == Approx(49.5 / 56.5));
  CHECK(comparison.errors.front().model == "first");
  CHECK(comparison.errors.back().model == "(nobody)");
  CHECK_THAT(truth_text(comparison), Catch::Contains("True causes of 4 of 4 acquisitions") &&
                                         Catch::Contains("1 of them (25.0 %) are truly nobody's") &&
                                         Catch::Contains("1 rows of it are of no acquisition"));
  const auto json = nlohmann::json::parse(truth_json(comparison));
  CHECK(json["models"][0]["model"] == "first");
  CHECK(json["organic"] == 1);
  CHECK(truth_table(comparison).num_rows() == static_cast<std::int64_t>(comparison.errors.size()));
}

TEST_CASE("attribution_truth: where all is recorded, and nothing falsely, linear has no error") {
  const TempFolder folder;
  ShopOptions options;
  options.seed = 2;
  options.people = 1'500;
  options.recording = 1.0;
  options.false_naming = 0.0;
  options.ring_share = 0.0;
  const StudyFile study = simulated(folder, options);
  const auto comparison = compare_with_truth(study, {}, truth_beside(study));
  const auto linear = error_of_model(comparison, "linear");
  CHECK(comparison.known == comparison.acquisitions);
  CHECK(linear.total_variation == Approx(0.0).margin(1e-12));
  CHECK(linear.mean_absolute_error == Approx(0.0).margin(1e-9));
  CHECK(linear.spearman == Approx(1.0));
  CHECK(linear.organic > 100);
  CHECK(error_of_model(comparison, "last").misattributed > 0.0);
}

TEST_CASE("attribution_truth: a shop's imperfect records, the same bytes at any thread count") {
  const TempFolder folder;
  ShopOptions options;
  options.seed = 1;
  options.people = 2'000;
  const StudyFile study = simulated(folder, options);
  const auto run = [&](std::size_t threads) {
    const ThreadLimit limit(threads);
    return truth_json(compare_with_truth(study, {}, truth_beside(study)));
  };
  CHECK(run(1) == run(8));
  const auto comparison =
      compare_with_truth(study, {.models = {"last", "first"}}, truth_beside(study));
  CHECK(comparison.errors.size() == 3);
  const double nobody = error_of_model(comparison, "(nobody)").misattributed;
  for (const AttributionError& error : comparison.errors) {
    CHECK(error.organic > 0);
    CHECK(error.organic < error.acquisitions);
    CHECK(error.misattributed > 0.0);
    CHECK(error.misattributed <= nobody);  // to look at the records is better than not to
  }
}

TEST_CASE("attribution_truth: a study without a truth says so, a truth that cannot be is refused") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  CHECK_THAT(error_of([&] { truth_beside(study); }),
             Catch::Contains("who truly caused whom is not known of this study") &&
                 Catch::Contains("only a simulated shop has a truth"));
  const auto error = [&](const std::string& csv) {
    return error_of([&] { compare_with_truth(study, {}, folder.write("t.csv", csv)); });
  };
  CHECK_THAT(error("person_id,caused_by\nbob,ann\n"), Catch::Contains("no column 'context_id'"));
  CHECK_THAT(error("person_id,context_id,caused_by\nbob,tea,nosuch\n"),
             Catch::Contains("t.csv:2: column 'caused_by': the study has no person 'nosuch'"));
  CHECK_THAT(error("person_id,context_id,caused_by\nbob,tea,ann;ann\n"),
             Catch::Contains("'ann' is named twice"));
  CHECK_THAT(error("person_id,context_id,caused_by\nbob,tea,ann\nbob,tea,ann\n"),
             Catch::Contains("t.csv:3: column 'person_id': 'bob' was acquired there before"));
  CHECK_THAT(error("person_id,context_id,caused_by\nzoe,tea,ann\n"),
             Catch::Contains("no row is of an acquisition of the study"));
}
