#include "loaders/study_tables/quality/left_out.hpp"

#include <catch2/catch.hpp>

#include "loaders/study_tables/quality/currency_text.hpp"
#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::finding_in;
using testing::findings_text;
using testing::found_in;
using testing::StudyFolder;

TEST_CASE("looks_like_money: digits with a currency, or with marks between them") {
  for (const char* cell : {"$5", "1,234.50", "12 EUR", "\xE2\x82\xAC 7", "1 000", "1'000", "5,-"})
    CHECK(looks_like_money(cell));
  for (const char* cell : {"", "abc", "heavy 5", "2020-01-01", "0x10", "5 apples"})
    CHECK_FALSE(looks_like_money(cell));
}

TEST_CASE("left out: rows with cells that cannot be read are told by column and reason") {
  StudyFolder study{{"purchases", "person_id,t,amount\na,1,x\na,1,y\na,soon,5\na,1,$5\na,1,5\n"}};
  study.study.max_rejects = 10;
  study.load();
  CHECK(findings_text(study.report, "unreadable_cells") ==
        "warning purchases 2 of 5\nwarning purchases 1 of 5\n");
  CHECK(findings_text(study.report, "currency_text") == "warning purchases 1 of 5\n");
  const Finding money = finding_in(study.report, "currency_text");
  CHECK(money.examples == std::vector<std::string>{"purchases.csv:5 amount = '$5'"});
  CHECK_THAT(money.what, Catch::EndsWith("left out: amount, not a number"));
}

TEST_CASE("left out: rows that lack what they need, and clean tables") {
  CHECK(found_in({{"purchases", "person_id,t\na,1\n,1\na,\nb,\n"}}, "missing_values") ==
        "warning purchases 1 of 4\nwarning purchases 2 of 4\n");
  const char* clean = "person_id,t\na,1\nb,1\n";
  CHECK(found_in({{"purchases", clean}}, "missing_values").empty());
  CHECK(found_in({{"purchases", clean}}, "unreadable_cells").empty());
}

}  // namespace
}  // namespace grapevine
