#include "study/explain.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <numeric>

#include "study/run_study.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Kumar, Petersen, Leone 2007 (see golden_test.cpp); "two" was brought by Paula as well.
StudyFile kumar_study(const TempFolder& folder) {
  folder.write("purchases.csv",
               "person_id,t,context_id,margin\n"
               "one,2020-01-15,bank,100\none,2020-07-15,bank,100\n"
               "two,2020-01-15,bank,100\ntwo,2020-07-15,bank,100\n"
               "three,2020-01-15,bank,100\nthree,2020-07-15,bank,100\n");
  folder.write("touches.csv",
               "from_person,to_person,t,context_id\n"
               "peter,one,2020-01-10,bank\npeter,two,2020-01-11,bank\n"
               "paula,two,2020-01-12,bank\npeter,three,2020-01-12,bank\n");
  folder.write("surveys.csv",
               "person_id,item,value,t\nthree,would_have_joined_anyway,1,2020-02-01\n");
  return read_study_file(folder.write(
      "study.toml",
      "[study]\ncurrency = \"USD\"\nend = \"2020-12-31\"\n[tables]\n"
      "purchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
      "surveys = { file = \"surveys.csv\" }\n"
      "[economics]\nperiod = \"half_year\"\ndiscount_per_period = 0.07238\n"
      "acquisition_saving = { type1 = 40, type2 = 40 }\nincentive = 10\n"
      "marketing_cost_per_period = 15\n"));
}

}  // namespace

TEST_CASE("explain: Kumar's example, part by part") {
  const TempFolder folder;
  const Explanation e = explain_score(kumar_study(folder), "peter", "bank");
  REQUIRE(e.acquisitions.size() == 3);
  // One type-1 newcomer is worth half of 362.3024447, half of it where two brought them.
  const double type1 = 362.3024447 / 2.0;
  CHECK(e.acquisitions[0].newcomer == "one");
  CHECK(e.acquisitions[0].amounts.front().second == Approx(type1).margin(1e-6));
  CHECK(e.acquisitions[1].newcomer == "two");
  CHECK(e.acquisitions[1].amounts.front().second == Approx(type1 / 2.0).margin(1e-6));
  CHECK(e.acquisitions[1].journey.size() == 2);
  CHECK(e.acquisitions[2].newcomer == "three");
  CHECK(e.acquisitions[2].p_type1 == 0.0);
  CHECK(e.acquisitions[2].amounts.front().second == Approx(37.3002107).margin(1e-6));
  CHECK(e.sum == Approx(1.5 * type1 + 37.3002107).margin(1e-6));
}

TEST_CASE("explain: a person's share under every model that can share the journey out") {
  const TempFolder folder;
  const Explanation e = explain_score(kumar_study(folder), "peter", "bank");
  REQUIRE(e.models.front() == "linear");
  const auto share = [&](std::string_view model) {
    const auto place = std::ranges::find(e.models, model) - e.models.begin();
    return e.acquisitions[1].shares[static_cast<std::size_t>(place)];
  };
  CHECK(share("linear") == 0.5);
  CHECK(share("first") == 1.0);
  CHECK(share("last") == 0.0);
  CHECK(share("position") == 0.5);
  CHECK(share("time_decay") == Approx(std::exp2(-1.0 / 7.0) / (1.0 + std::exp2(-1.0 / 7.0))));
}

TEST_CASE("explain: from what is shown the amount follows, and the sum is the score") {
  const StudyFile study = read_study_file(bundled("debian_referrals/study.toml"));
  const StudyRun run = run_study(study);
  const auto crv = run.table("scores").doubles("crv");
  std::size_t explained = 0;
  for (std::size_t row = 0; row < crv.size() && explained < 12; ++row) {
    if (crv[row] == 0.0 || row % 7 != 0) continue;
    ++explained;
    const auto person = static_cast<NodeId>(row % run.network.num_people());
    const auto context = static_cast<ContextId>(row / run.network.num_people());
    const Explanation e =
        explain_score(study, run.network.people->name(person), run.network.contexts.name(context));
    CAPTURE(e.person, e.context);
    CHECK(e.sum == Approx(crv[row]).epsilon(1e-12));
    double sum = 0.0;
    for (const ExplainedAcquisition& a : e.acquisitions)
      sum += a.shares.front() * (a.p_type1 * (a.type1 - a.incentive) + (1.0 - a.p_type1) * a.type2);
    CHECK(sum == Approx(crv[row]).epsilon(1e-12));
  }
  CHECK(explained == 12);
}

TEST_CASE("explain: of every person of random studies the amounts sum to crv and to civ") {
  for (std::uint64_t seed = 0; seed < (kSlowBuild ? 4U : 30U); ++seed) {
    const TempFolder folder;
    const StudyFile study = read_study_file(RandomTables(seed).write(folder));
    const StudyRun run = run_study(study);
    const auto crv = run.table("scores").doubles("crv"), civ = run.table("scores").doubles("civ");
    for (std::size_t row = 0; row < crv.size(); ++row) {
      const auto person = static_cast<NodeId>(row % run.network.num_people());
      const auto context = static_cast<ContextId>(row / run.network.num_people());
      const Explanation e = explain_score(study, run, run.network.people->name(person),
                                          run.network.contexts.name(context));
      double amounts = 0.0, size = 1.0;
      for (const ExplainedAcquisition& a : e.acquisitions) {
        amounts += a.amount();
        size += std::abs(a.amount());
      }
      CAPTURE(seed, e.person, e.context);
      CHECK(std::abs(e.sum - crv[row]) <= 1e-12 * size);
      CHECK(std::abs(e.civ_sum - civ[row]) <= 1e-12 * size);
      CHECK(std::abs(amounts - crv[row] - civ[row]) <= 1e-12 * size);
    }
  }
}

TEST_CASE("explain: an auditor recomputes each present value from the periods shown") {
  const TempFolder folder;
  const Explanation e = explain_score(kumar_study(folder), "peter", "bank");
  const auto json = nlohmann::json::parse(explanation_json(e));
  for (const auto& a : json["acquisitions"]) {
    double type1 = 0.0;
    for (const auto& f : a["flows"])
      type1 += (f["margin"].get<double>() - f["marketing_cost"].get<double>() +
                f["saving_type1"].get<double>()) /
               std::pow(1.07238, f["t"].get<double>());
    CHECK(a["flows"].size() == 2);
    CHECK(type1 == Approx(a["pv_type1"].get<double>()).epsilon(1e-12));
    CHECK(a["flows"][0]["incentive"].get<double>() / 1.07238 ==
          Approx(a["pv_incentive"].get<double>()));
  }
  CHECK_THAT(explanation_text(e), Catch::Contains("2020-07-15") && Catch::Contains("ACQ1"));
}

TEST_CASE("explain: large amounts are told to the last unit") {
  const TempFolder folder;
  folder.write("purchases.csv", "person_id,t,margin\nbob,2020-02-01,1234567.89\n");
  folder.write("touches.csv", "from_person,to_person,t\nann,bob,2020-01-01\n");
  const StudyFile study = read_study_file(folder.write(
      "study.toml",
      "[study]\ncurrency = \"EUR\"\n[tables]\npurchases = { file = \"purchases.csv\" }\n"
      "touches = { file = \"touches.csv\" }\n"));
  const StudyRun run = run_study(study);
  const std::string text =
      explanation_text(explain_score(study, run, "ann", run.network.contexts.name(0)));
  CHECK_THAT(text, Catch::Contains("margin 1,234,567.89;") &&
                       Catch::Contains("crv_amount 1,234,567.89: the crv of the score table"));
}

TEST_CASE("explain: a touch that a tie implies is named as such") {
  const TempFolder folder;
  folder.write("purchases.csv", "person_id,t,units\nann,2020-01-01,1\nbob,2020-02-01,5\n");
  folder.write("ties.csv", "src,dst\nann,bob\n");
  const StudyFile study = read_study_file(
      folder.write("study.toml",
                   "[tables]\npurchases = { file = \"purchases.csv\", value = \"units\" }\n"
                   "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"));
  const StudyRun run = run_study(study);
  const Explanation e = explain_score(study, run, "ann", run.network.contexts.name(0));
  REQUIRE(e.acquisitions.size() == 1);
  CHECK(e.sum == 5.0);
  CHECK_THAT(explanation_text(e), Catch::Contains("ann (implied by a tie) > joined"));
  const auto json = nlohmann::json::parse(explanation_json(e));
  CHECK(json["acquisitions"][0]["journey"][0]["evidence"] == "implied");
}

TEST_CASE("explain: text and JSON tell the same, and a model without its times is named") {
  const TempFolder folder;
  folder.write("purchases.csv", "person_id,t,purchase_id,margin\nbuyer,2020-01-02,o1,7\n");
  folder.write("touches.csv", "from_person,purchase_id,seq\nann,o1,1\nbob,o1,2\n");
  const StudyFile study =
      read_study_file(folder.write("study.toml",
                                   "[tables]\npurchases = { file = \"purchases.csv\" }\n"
                                   "touches = { file = \"touches.csv\" }\n"));
  const std::string context = run_study(study).network.contexts.name(0);
  const Explanation e = explain_score(study, "ann", context);
  REQUIRE(e.left_out.size() == 2);
  const std::string text = explanation_text(e);
  CHECK_THAT(text, Catch::Contains("ann > bob > joined") && Catch::Contains("crv_amount 3.5") &&
                       Catch::Contains("not shown: time_decay: ") &&
                       Catch::Contains("not shown: credit_distribution: "));
  const auto json = nlohmann::json::parse(explanation_json(e));
  CHECK(json["sum_of_crv_amount"] == 3.5);
  CHECK(json["scores"]["crv"] == 3.5);
  CHECK(json["sum_of_civ_amount"] == 0.0);
  CHECK(json["acquisitions"][0]["flows"][0]["margin"] == 7.0);
  CHECK(json["acquisitions"][0]["journey"][1]["referrer_id"] == "bob");
  CHECK(json["acquisitions"][0]["journey"][1]["t"].is_null());
  CHECK(json["acquisitions"][0]["shares"]["first"] == 1.0);
}

TEST_CASE("explain: who is not in the study is refused by name, and who brought nobody has 0") {
  const TempFolder folder;
  const StudyFile study = kumar_study(folder);
  CHECK(error_of([&] { explain_score(study, "petra", "bank"); }) ==
        "InvalidOption --person: the study has no person 'petra'; did you mean 'peter'?");
  CHECK_THAT(error_of([&] { explain_score(study, "peter", "nosuch"); }),
             Catch::StartsWith("InvalidOption --context: the study has no context 'nosuch'"));
  const Explanation e = explain_score(study, "one", "bank");
  CHECK(e.acquisitions.empty());
  CHECK(e.sum == 0.0);
}
