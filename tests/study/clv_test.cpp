#include "study/clv.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "algorithms/registry.hpp"
#include "study/column_mapping.hpp"
#include "study/run_study.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;
using Catch::Contains;

namespace {

/// Forty people who buy every so many weeks, each for an amount of his own, some for some time
/// only.
std::string purchases(const char* header = "person_id,t,amount\n") {
  std::string rows = header;
  for (int p = 0; p < 40; ++p)
    for (int k = 0; k <= p % 7 + p % 3; ++k)
      rows += "p" + std::to_string(p) + "," + std::to_string(p + k * (9 + p % 11)) + "," +
              std::to_string(5 + p * p % 17) + "." + std::to_string(10 + k) + "\n";
  return rows;
}

OptionMap given(std::initializer_list<std::pair<const char*, const char*>> options) {
  OptionMap map;
  for (const auto& [name, text] : options) map[name] = {{text}, std::string("--") + name};
  return map;
}

}  // namespace

TEST_CASE("run_clv: a table of purchases by itself, in its currency, with what the model tells",
          "[files]") {
  const TempFolder folder;
  const StudyFile study = study_of_purchases(
      {.purchases = folder.write("p.csv", purchases()).string(), .currency = "EUR"});
  REQUIRE(clv_models().size() >= 3);
  for (const Algorithm* model : clv_models()) {
    const ClvRun run = run_clv(study, std::string(model->doc.name),
                               given({{"observe_until", "1970-03-20"}, {"horizon", "10"}}));
    CHECK(run.model == model->doc.name);
    CHECK(run.unit == "EUR");
    CHECK(run.customers.num_rows() == 40);
    CHECK(run.customers.info("clv").unit == "EUR");
    CHECK(run.customers.info("clv").source == "purchases, purchases.t");
    CHECK(run.table("clv_fits").num_rows() > 4);
    CHECK(run.table("clv_tracking").num_rows() > 10);
    CHECK(run.table("clv_conditional").num_rows() > 1);
    const auto json = nlohmann::json::parse(clv_json(run));
    CHECK(json["customers"] == 40);
    CHECK(json["observed_until"] == "1970-03-20");
    CHECK(json["held_out"]["periods"].get<int>() > 2);
    CHECK(json["fits"][0]["parameter"] == "r");
    CHECK_THAT(clv_text(run), Contains("40 customers") && Contains("observed until 1970-03-20") &&
                                  Contains("Held out: ") && Contains("clv in EUR: "));
  }
}

TEST_CASE("run_clv: a day after the last purchase is observed, too", "[files]") {
  const TempFolder folder;
  const StudyFile study =
      study_of_purchases({.purchases = folder.write("p.csv", purchases()).string()});
  const auto alive = [&](const char* until) {
    return run_clv(study, "", given({{"observe_until", until}})).customers.doubles("age")[0];
  };
  CHECK(alive("1971-01-08") - alive("1971-01-01") == Approx(1.0));
  CHECK(run_clv(study, "", {}).unit == "units");
}

TEST_CASE("run_clv: a study has its own options, those given go before them", "[files]") {
  const TempFolder folder;
  folder.write("p.csv", purchases());
  const auto path = folder.write("study.toml",
                                 "[study]\ntime_unit = \"day\"\n[tables]\n"
                                 "purchases = { file = \"p.csv\" }\n"
                                 "[clv]\nmodel = \"mbg_nbd\"\nhorizon = 4\n");
  const StudyFile study = read_study_file(path);
  const ClvRun run = run_clv(study, "", {});
  CHECK(run.model == "mbg_nbd");
  const ClvRun twice = run_clv(study, "", given({{"horizon", "8"}}));
  CHECK(twice.customers.doubles("expected_purchases")[1] >
        run.customers.doubles("expected_purchases")[1]);
  CHECK(run_clv(study, "pareto_nbd", {}).model == "pareto_nbd");
  // A day as the study writes days.
  CHECK(run_clv(study, "", given({{"observe_until", "60"}})).facts ==
        run_clv(study, "", given({{"observe_until", "1970-03-02"}})).facts);
}

TEST_CASE("run: a study that asks for clv has it among the scores, and segments by it", "[files]") {
  const TempFolder folder;
  folder.write("p.csv", purchases());
  folder.write("t.csv", "from_person,to_person,t\np1,p9,0\np2,p30,0\np2,p31,0\n");
  const std::string tables =
      "[tables]\npurchases = { file = \"p.csv\" }\ntouches = { file = \"t.csv\" }\n";
  const StudyRun without = run_study(read_study_file(folder.write("a.toml", tables)));
  const StudyRun with =
      run_study(read_study_file(folder.write("b.toml", tables + "[clv]\nmodel = \"bg_nbd\"\n")));
  CHECK_FALSE(without.table("scores").has("clv"));
  const Table& scores = with.table("scores");
  for (const char* column : {"clv", "clv_low", "clv_high", "p_alive"}) CHECK(scores.has(column));
  CHECK(scores.info("segment").source.find("clv") != std::string::npos);
  CHECK(with.table("clv").num_rows() == 40);
  CHECK(with.table("clv_fits").num_rows() > 4);
  // Whoever is above the median of clv and refers is a champion.
  const auto clv = scores.doubles("clv"), crv = scores.doubles("crv");
  const auto segment = scores.texts("segment");
  auto sorted = clv;
  std::ranges::sort(sorted);
  const double middle = (sorted[19] + sorted[20]) / 2.0;
  for (std::size_t i = 0; i < clv.size(); ++i) {
    const bool spends = clv[i] > middle;
    CHECK((segment[i] == "champion" || segment[i] == "affluent") == spends);
    CHECK((segment[i] == "champion" || segment[i] == "advocate") == (crv[i] > 0.0));
  }
  CHECK_THAT(error_of([&] {
               run_study(read_study_file(
                   folder.write("c.toml", tables + "[clv]\nmodel = [\"bg_nbd\", \"mbg_nbd\"]\n")));
             }),
             Contains("the models 'bg_nbd' and 'mbg_nbd' both make the column 'clv'; name one"));
}

TEST_CASE("run_clv: what cannot be done is one line", "[files]") {
  const TempFolder folder;
  const auto refused = [&](const std::string& rows, const std::string& model,
                           const OptionMap& options) {
    const StudyFile study = study_of_purchases({.purchases = folder.write("p.csv", rows).string()});
    return error_of([&] { run_clv(study, model, options); });
  };
  CHECK_THAT(refused(purchases(), "nosuch", {}),
             Contains("--model: there is no model 'nosuch'; known: "));
  CHECK_THAT(refused(purchases(), "", given({{"colour", "1"}})), Contains("colour"));
  CHECK_THAT(refused(purchases(), "", given({{"observe_until", "soon"}})),
             Contains("observe_until: is no day: 'soon'"));
  CHECK_THAT(
      refused("person_id,t\na,1\nb,2\n", "", {}),
      Contains("nobody of 2 customers observed until 1970-01-03 bought again on a later day"));
  CHECK_THAT(refused(purchases("person_id,day,amount\n"), "", {}), Contains("p.csv"));
  CHECK_THAT(refused("person_id,t,amount\na,1,x\n", "", {}), Contains("p.csv:2"));
}

TEST_CASE("run_clv: the bundled study, whose value is counted in units, with its referrals",
          "[files]") {
  const StudyFile study = read_study_file(bundled("debian_referrals/study.toml"));
  const ClvRun run = run_clv(
      study, "", given({{"time_unit", "half_year"}, {"horizon", "4"}, {"group", "referred"}}));
  CHECK(run.unit == "units");
  CHECK(run.customers.num_rows() > 900);
  for (const double clv : run.customers.doubles("clv")) CHECK(clv >= 0.0);
}
