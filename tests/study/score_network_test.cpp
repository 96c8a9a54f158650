#include "study/score_network.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "algorithms/registry.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/run_study.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("score_network: the scores of a run, without its tables") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  LoadReport report;
  const Network network = load_network(study.tables, report);
  const ScoredNetwork scored = score_network(study, network);
  const StudyRun run = run_study(study);
  CHECK(scored.attribution_models == run.attribution_models);
  CHECK(scored.steps.size() == run.steps.size());
  CHECK(scored.columns.doubles("crv") == run.table("scores").doubles("crv"));
  CHECK(run.table("scores").column_names().size() == 2 + scored.columns.all().size());
}

TEST_CASE("score_network: ends with the algorithm that is asked for") {
  const TempFolder folder;
  const StudyFile study = read_study_file(write_small_study(folder));
  LoadReport report;
  const Network network = load_network(study.tables, report);
  const Algorithm* degree = find_algorithm("degree");
  const ScoredNetwork scored = score_network(study, network, degree);
  CHECK(scored.steps.back().algorithm == "degree");
  CHECK(scored.columns.find("in_degree") != nullptr);
  CHECK(scored.columns.find("activity_count") == nullptr);
}

TEST_CASE("check_models: a model that is not there, or twice") {
  const TempFolder folder;
  const auto refused = [&](const std::string& model) {
    const StudyFile study =
        read_study_file(write_small_study(folder, with(kSmallStudy, "\"linear\"", model)));
    return error_of([&] { check_models(study); });
  };
  CHECK(refused("\"linear\"").empty());
  CHECK_THAT(refused("\"nosuch\""), Catch::Contains("there is no model 'nosuch'; known: "));
  CHECK(refused("[\"markov\", \"shapley\"]").empty());
  CHECK_THAT(refused("\"pagerank\""),
             Catch::Contains("there is no model 'pagerank'; known: linear"));
  CHECK_THAT(refused("[\"last\", \"last\"]"), Catch::Contains("is named twice"));
}

TEST_CASE("Stopwatch: time goes on") {
  const Stopwatch watch;
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  CHECK(watch.seconds() >= 0.002);
}
