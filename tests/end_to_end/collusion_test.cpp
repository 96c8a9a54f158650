// What people may try to earn more, and what a study makes of it, from tables to tables.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "algorithms/registry.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::string all_models() {
  std::string models;
  for (const Algorithm& a : algorithms())
    if (a.on_journeys) models += (models.empty() ? "\"" : ", \"") + std::string(a.doc.name) + "\"";
  return models;
}

/// bob brings ten people, ann those with an odd number as well; `second` makes ann's second touch.
StudyRun run_with_second(const std::string& second, const std::string& people) {
  const TempFolder folder;
  std::string purchases = "person_id,t,context_id,amount\n";
  std::string touches = "from_person,to_person,t,context_id\n";
  for (int i = 0; i < 10; ++i) {
    const std::string who = "n" + std::to_string(i), day = "2020-03-" + std::to_string(10 + i);
    purchases += who + "," + day + ",tea,10.01\n";
    touches += "bob," + who + ",2020-01-05,tea\n";
    if (i % 2 == 0) continue;
    touches += "ann," + who + ",2020-01-07,tea\n";
    touches += second + "," + who + ",2020-01-07,tea\n";
    touches += "cid," + who + ",2020-01-09,tea\n";
  }
  folder.write("people.csv", "person_id,same_as\n" + people);
  folder.write("purchases.csv", purchases);
  folder.write("touches.csv", touches);
  return run_text(folder,
                  "[study]\ncurrency = \"EUR\"\n[tables]\npeople = { file = \"people.csv\" }\n"
                  "purchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
                  "[attribution]\nmodel = [" +
                      all_models() + "]\n");
}

/// What ann and ann2 are credited, in minor units by model.
std::map<std::string, Money> credited_to_ann(const StudyRun& run) {
  const Table& credits = run.table("credits");
  const auto referrer = credits.texts("referrer"), model = credits.texts("model");
  const auto margin = credits.integers("margin_credited");
  std::map<std::string, Money> sums;
  for (std::size_t i = 0; i < referrer.size(); ++i)
    if (referrer[i].starts_with("ann")) sums[model[i]] += margin[i];
  return sums;
}

}  // namespace

TEST_CASE("collusion: two identities gain where a model says so, and nothing once merged") {
  const auto honest = credited_to_ann(run_with_second("ann", "ann,\n"));
  const auto split = credited_to_ann(run_with_second("ann2", "ann,\nann2,\n"));
  const auto merged = credited_to_ann(run_with_second("ann2", "ann,\nann2,ann\n"));
  CHECK(merged == honest);
  for (const auto& [model, margin] : honest) {
    CAPTURE(model);
    const bool safe = model == "first" || model == "last" || model == "position";
    // Of three referrers the middle one takes the middle of `position`, as one or as two.
    if (safe)
      CHECK(std::abs(split.at(model) - margin) <= 5);  // a cent for each acquisition
    else
      CHECK(split.at(model) > margin + 5);
  }
  // Of three equal ones, then four: five acquisitions of 10.01.
  CHECK(honest.at("linear") == Approx(5 * 1001 / 3.0).margin(5));
  CHECK(split.at("linear") == Approx(5 * 1001 / 2.0).margin(5));
}

TEST_CASE("collusion: a run names what earns nothing and who is to be looked at") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv", std::string(kSmallTouches) +
                                  "cid,bob,2020-01-21,tea,friend\n"
                                  "cid,cid,2020-01-21,tea,friend\n");
  const Ran ran = run_program({"run", "study.toml", "--out", "out"}, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK(text_of(folder.path() / "out" / "excluded_touches.csv") ==
        "context_id,referrer_id,person_id,t,role,reason,evidence\n"
        "tea,cid,bob,2020-01-21,friend,mutual,recorded\n"
        "tea,cid,cid,2020-01-21,friend,self_referral,recorded\n"
        "tea,bob,cid,2020-03-20,friend,mutual,recorded\n");
  CHECK_THAT(text_of(folder.path() / "out" / "trust_flags.csv"),
             Catch::Contains("bob,tea,reciprocal,") && Catch::Contains("cid,tea,reciprocal,") &&
                 Catch::Contains("cid,tea,self,"));
  const auto manifest = nlohmann::json::parse(text_of(folder.path() / "out" / "manifest.json"));
  const auto& left_out = manifest["journeys"]["touches_left_out"];
  CHECK(left_out["mutual"] == 2);
  CHECK(left_out["self_referral"] == 1);
  CHECK(left_out["cycle"] == 0);
  CHECK(left_out["not_an_acquisition"] == 0);
}

TEST_CASE("collusion: touches that ties imply are said in output, manifest and rows") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("touches.csv", "from_person,to_person,t,context_id,role\n");
  const Ran ran = run_program({"run", "study.toml", "--out", "out"}, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("2 acquisitions rest on touches that ties imply"));
  CHECK_THAT(ran.err, Catch::Contains("2 of 4 acquisitions rest on touches that ties imply"));
  const auto manifest = nlohmann::json::parse(text_of(folder.path() / "out" / "manifest.json"));
  CHECK(manifest["journeys"]["with_implied_touches"] == 2);
  CHECK(manifest["warnings"].size() == 1);
  const std::string credits = text_of(folder.path() / "out" / "credits.csv");
  CHECK_THAT(credits, Catch::Contains(",implied,"));
  CHECK_THAT(credits, !Catch::Contains(",recorded,"));
  folder.write("never.toml",
               with(kSmallStudy, "roles = ", "implied_touches = \"never\"\nroles = "));
  REQUIRE(run_program({"run", "never.toml", "--out", "never"}, folder.path()).code == 0);
  CHECK_THAT(text_of(folder.path() / "never" / "credits.csv"), !Catch::Contains("implied"));
}
