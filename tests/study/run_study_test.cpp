#include "study/run_study.hpp"

#include <catch2/catch.hpp>

#include "algorithms/registry.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("run_study: margins of newcomers go to who brought them") {
  const TempFolder folder;
  const StudyRun run = run_study(read_study_file(write_small_study(folder)));
  CHECK(score_of(run, "ann", "tea") == Approx(35.5 + 2.0));
  CHECK(score_of(run, "bob", "tea") == Approx(2.0));
  CHECK(score_of(run, "cid", "tea") == 0.0);
  CHECK(score_of(run, "ann", "cake") == 0.0);
  CHECK(score_of(run, "ann", "tea", "realised_margin") == 10.0);
  CHECK(score_of(run, "ann", "tea", "referrals_made") == 2.0);
  CHECK(run.table("scores").num_rows() == 8);
  CHECK(audit_line(run, "total_margin") == 5650);
  CHECK(audit_line(run, "unattributed") == 1700);
  CHECK(audit_adds_up(run));
}

TEST_CASE("run_study: the tables, scores first, and the steps") {
  const TempFolder folder;
  const StudyRun run = run_study(read_study_file(write_small_study(folder)));
  std::vector<std::string> names;
  for (const NamedTable& named : run.tables) names.push_back(named.name);
  CHECK(names == std::vector<std::string>{"scores", "credits", "value_split", "audit",
                                          "type1_estimates", "propagation_walks", "funnel",
                                          "intent_correlations", "trust_flags", "precedence",
                                          "cycles", "excluded_touches", "rejected"});
  CHECK(run.attribution_models == std::vector<std::string>{"linear"});
  REQUIRE_FALSE(run.steps.empty());
  CHECK(run.steps.front().algorithm == "linear");
  CHECK(error_of([&] { run.table("nosuch"); }) ==
        "NotFound run: there is no table 'nosuch'; name another");
}

TEST_CASE("run_study: what runs by request runs where its section names it, and only there") {
  const TempFolder folder;
  const auto tables_of = [&](const std::string& more) {
    std::vector<std::string> names;
    for (const NamedTable& named :
         run_study(read_study_file(write_small_study(folder, kSmallStudy + more))).tables)
      names.push_back(named.name);
    return names;
  };
  const auto has = [](const std::vector<std::string>& names, const char* name) {
    return std::ranges::find(names, name) != names.end();
  };
  const auto usual = tables_of("");
  CHECK(has(usual, "precedence"));
  CHECK_FALSE(has(usual, "shuffle_test"));
  const auto named = tables_of("[causality]\nmodel = [\"shuffle_test\"]\n");
  CHECK(has(named, "shuffle_test"));
  CHECK_FALSE(has(named, "precedence"));
}

TEST_CASE("run_study: several models share the ledger, scores rest on the first") {
  const TempFolder folder;
  write_small_study(folder);
  const StudyRun run = run_text(folder, with(kSmallStudy, "\"linear\"", "[\"first\", \"last\"]"));
  CHECK(score_of(run, "ann", "tea") == Approx(35.5));
  CHECK(score_of(run, "bob", "tea") == Approx(4.0));
  CHECK(run.attribution_models == std::vector<std::string>{"first", "last"});
  const auto models = run.table("credits").texts("model");
  CHECK(std::ranges::count(models, "first") == std::ranges::count(models, "last"));
}

TEST_CASE("run_study: without an attribution section every touch weighs 1") {
  const TempFolder folder;
  write_small_study(folder);
  const std::string study = kSmallStudy;
  const StudyRun run = run_text(folder, study.substr(0, study.find("[attribution]")));
  CHECK(score_of(run, "ann", "tea") == Approx(37.5));
}

TEST_CASE("run_study: a model that is not known, or is of another kind") {
  const TempFolder folder;
  write_small_study(folder);
  const auto refused = [&](const std::string& study) {
    return error_of([&] { run_text(folder, study); });
  };
  CHECK_THAT(
      refused(with(kSmallStudy, "linear", "linea")),
      Catch::StartsWith("InvalidOption ") && Catch::Contains("study.toml:9: attribution.model") &&
          Catch::Contains("there is no model 'linea'; known: ") && Catch::Contains("linear"));
  CHECK_THAT(refused(with(kSmallStudy, "linear", "pagerank")),
             Catch::Contains("there is no model 'pagerank'"));
  CHECK_THAT(refused(with(kSmallStudy, "\"linear\"", "[\"last\", \"last\"]")),
             Catch::Contains("study.toml:9: attribution.model: the model 'last' is named twice"));
}

TEST_CASE("run_study: roles without a weight are counted and named") {
  const TempFolder folder;
  write_small_study(folder);
  const StudyRun run = run_text(folder, with(kSmallStudy, ", poster = 1.0", ""));
  REQUIRE(run.warnings.size() == 1);
  CHECK(
      run.warnings.front() ==
      "touches: 1 rows have a role without a weight and earn nothing (poster); add it to roles in "
      "[attribution]");
  CHECK(score_of(run, "ann", "tea") == Approx(35.5));
}

TEST_CASE("run_study: rows without any role are named so") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv", "from_person,to_person,t,context_id,role\nann,bob,2020-01-20,tea,\n");
  const StudyRun run = run_text(folder, kSmallStudy);
  REQUIRE(run.warnings.size() == 1);
  CHECK_THAT(run.warnings.front(),
             Catch::Contains("1 rows have a role") && Catch::Contains("(no role)"));
}

TEST_CASE("run_study: a study of ties alone has the scores that need only ties") {
  const TempFolder folder;
  write_small_study(folder);
  const StudyRun run =
      run_text(folder, "[tables]\nties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n");
  CHECK(run.table("scores").num_rows() == 4);
  CHECK(score_of(run, "ann", "general", "out_degree") == 1.0);
  CHECK(score_of(run, "ann", "general") == 0.0);
  CHECK(audit_adds_up(run));
}

TEST_CASE("run_study: ends after the algorithm that is named, with the columns so far") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  const Algorithm* last = find_algorithm("realised_margin");
  const StudyRun run = run_study(study, last);
  CHECK(run.steps.back().algorithm == "realised_margin");
  CHECK(run.table("scores").has("realised_margin"));
  CHECK_FALSE(run.table("scores").has("crv"));
  const StudyRun shares = run_study(study, find_algorithm("linear"));
  CHECK(shares.steps.size() == 1);
  CHECK(shares.attributions.front().share.size() == shares.journeys.touches.size());
}
