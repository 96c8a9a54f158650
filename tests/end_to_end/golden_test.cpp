#include <catch2/catch.hpp>
#include <map>

#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

// Kumar, Petersen, Leone 2007: two customers who would not have come otherwise, and a third.
const std::map<std::string, std::string> kTables{
    {"purchases",
     "person_id,t,context_id,margin\n"
     "one,2020-01-15,bank,100\none,2020-07-15,bank,100\n"
     "two,2020-01-15,bank,100\ntwo,2020-07-15,bank,100\n"
     "three,2020-01-15,bank,100\nthree,2020-07-15,bank,100\n"},
    {"touches",
     "from_person,to_person,t,context_id\n"
     "peter,one,2020-01-10,bank\npeter,two,2020-01-11,bank\npeter,three,2020-01-12,bank\n"},
    {"surveys",
     "person_id,item,value,t\n"
     "three,would_have_joined_anyway,1,2020-02-01\n"}};

/// `file`: the tables' ending. The observed time ends within the second period of all three.
std::string study_text(const std::string& ending, bool with_survey) {
  std::string text =
      "[study]\ncurrency = \"USD\"\nend = \"2020-12-31\"\n[tables]\n"
      "purchases = { file = \"purchases" +
      ending +
      "\" }\n"
      "touches = { file = \"touches" +
      ending + "\" }\n";
  if (with_survey) text += "surveys = { file = \"surveys" + ending + "\" }\n";
  return text +
         "[economics]\nperiod = \"half_year\"\ndiscount_per_period = 0.07238\n"
         "acquisition_saving = { type1 = 40, type2 = 40 }\nincentive = 10\n"
         "marketing_cost_per_period = 15\n";
}

StudyRun run_csv(bool with_survey) {
  const TempFolder folder;
  for (const auto& [name, csv] : kTables) folder.write(name + ".csv", csv);
  return run_text(folder, study_text(".csv", with_survey));
}

StudyRun run_parquet(bool with_survey) {
  const TempFolder folder;
  for (const auto& [name, csv] : kTables) {
    const auto path = folder.write(name + ".csv", csv);
    write_table(read_source_table(path, name).table(), folder.path() / (name + ".parquet"));
  }
  return run_text(folder, study_text(".parquet", with_survey));
}

}  // namespace

TEST_CASE("golden: the third would have come anyway, so only the saving counts") {
  const StudyRun run = run_csv(true);
  CHECK(score_of(run, "peter", "bank") == Approx(399.6026555).margin(1e-6));
  CHECK(score_of(run, "peter", "bank", "crv_type1") == Approx(362.3024447).margin(1e-6));
  CHECK(score_of(run, "peter", "bank", "crv_type2") == Approx(37.3002107).margin(1e-6));
  CHECK(score_of(run, "peter", "bank", "referrals_made") == 3.0);
  CHECK(score_of(run, "peter", "bank", "margin_credited") == 600.0);
}

TEST_CASE("golden: the third as type 1 like the others") {
  const StudyRun run = run_csv(false);
  CHECK(score_of(run, "peter", "bank") == Approx(543.4536671).margin(1e-6));
  CHECK(score_of(run, "peter", "bank", "crv_type2") == 0.0);
}

TEST_CASE("golden: shares sum to 1, the audit adds up, a score is the sum of its credits") {
  const StudyRun run = run_csv(true);
  const Table& credits = run.table("credits");
  std::map<std::string, std::int64_t> whole;
  double crv = 0.0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(credits.num_rows()); ++i) {
    whole[credits.texts("person_id")[i]] += credits.integers("share_parts")[i];
    if (credits.texts("referrer_id")[i] == "peter") crv += credits.doubles("crv_amount")[i];
  }
  CHECK(whole.size() == 3);
  for (const auto& [person, parts] : whole) CHECK(parts == kWholeShare);
  CHECK(crv == Approx(score_of(run, "peter", "bank")).epsilon(1e-15));
  CHECK(audit_line(run, "total_margin") == 60000);
  CHECK(audit_line(run, "credited") == 60000);
  CHECK(audit_adds_up(run));
}

TEST_CASE("golden: tables from Parquet give the same scores as from CSV") {
  for (const bool with_survey : {true, false}) {
    const StudyRun csv = run_csv(with_survey), parquet = run_parquet(with_survey);
    CHECK(parquet.table("scores").equals(csv.table("scores")));
    CHECK(parquet.table("credits").equals(csv.table("credits")));
    CHECK(parquet.table("value_split").equals(csv.table("value_split")));
  }
}
