#include "study/summary.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::string summary(const TempFolder& folder, const std::string& text) {
  const StudyFile study = read_study_file(write_small_study(folder, text));
  return summary_of(study, run_study(study));
}

/// Four people, of whom nobody is referred, each with purchases of `amount` in all.
std::string summary_of_amount(const std::string& amount) {
  const TempFolder folder;
  folder.write("p.csv", "person_id,t,context_id,amount\nann,2020-01-01,tea," + amount + "\n");
  const StudyFile study = read_study_file(folder.write(
      "study.toml", "[study]\ncurrency = \"EUR\"\n[tables]\npurchases = { file = \"p.csv\" }\n"));
  return summary_of(study, run_study(study));
}

}  // namespace

TEST_CASE("summary: what was read, what is nobody's, and the people to show") {
  const TempFolder folder;
  const std::string text = summary(folder, kSmallStudy);
  CHECK_THAT(text,
             Catch::StartsWith("Tea: 4 people, 2 contexts, 3 ties, 5 purchases, 3 touches\n"));
  CHECK_THAT(text,
             Catch::Contains("4 acquisitions, 2 of them with a referrer; 30.1 % of 56.50 EUR is "
                             "nobody's (linear)\n"));
  CHECK_THAT(text,
             Catch::Contains("The 4 people with the highest crv in context tea, value in EUR"));
}

TEST_CASE("summary: whole amounts have no decimals, thousands a comma") {
  CHECK_THAT(summary_of_amount("12843"), Catch::Contains("of 12,843 EUR"));
  CHECK_THAT(summary_of_amount("1234567.5"), Catch::Contains("of 1,234,567.50 EUR"));
  CHECK_THAT(summary_of_amount("999.01"), Catch::Contains("of 999.01 EUR"));
  CHECK_THAT(summary_of_amount("1000"), Catch::Contains("of 1,000 EUR"));
}

TEST_CASE("summary: equals are ordered by the column beside, then by id") {
  const TempFolder folder;
  folder.write("ties.csv", "src,dst\nzoe,ann\nzoe,bob\nyan,cid\n");
  const StudyFile study = read_study_file(
      folder.write("study.toml",
                   "[tables]\nties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
                   "[output]\nshow = { by = \"crv\", beside = \"out_degree\", top = 5 }\n"));
  const std::string text = summary_of(study, run_study(study));
  const auto at = [&](const char* person) { return text.find(std::string(" ") + person + " "); };
  CHECK(at("ann") < at("bob"));
  CHECK(at("bob") < at("cid"));
  CHECK(at("cid") < at("yan"));
  CHECK(at("yan") < at("zoe"));
}

TEST_CASE("summary: shows what the study asks for") {
  const TempFolder folder;
  const std::string base = kSmallStudy;
  CHECK_THAT(
      summary(folder, base + "show = { context = \"cake\", top = 1, by = \"realised_margin\" }\n"),
      Catch::Contains("The 1 people with the highest realised_margin in context cake"));
  CHECK_THAT(summary(folder, base + "show = { top = 0 }\n"), !Catch::Contains("with the highest"));
}

TEST_CASE("summary: an unknown context or column to show") {
  const TempFolder folder;
  const std::string base = kSmallStudy;
  CHECK_THAT(error_of([&] { summary(folder, base + "show = { context = \"milk\" }\n"); }),
             Catch::StartsWith("InvalidOption ") && Catch::Contains("unknown context 'milk'"));
  CHECK_THAT(
      error_of([&] { summary(folder, base + "show = { by = \"fame\" }\n"); }),
      Catch::StartsWith("InvalidOption ") && Catch::Contains("scores have no column 'fame'"));
}
