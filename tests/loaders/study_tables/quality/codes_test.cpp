#include "loaders/study_tables/quality/codes.hpp"

#include <catch2/catch.hpp>

#include "loaders/study_tables/quality/known_codes.hpp"
#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::finding_in;
using testing::found_in;
using testing::StudyFolder;

std::string found_in_amounts(const std::string& amounts) {
  std::string rows = "person_id,t,amount\n";
  for (std::size_t at = 0; at < amounts.size();) {
    const std::size_t end = std::min(amounts.find(' ', at), amounts.size());
    rows += "a,1," + amounts.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return found_in({{"purchases", rows}}, "undeclared_code");
}

TEST_CASE("codes: nines far above all other values, more than once") {
  CHECK(found_in_amounts("5 12 3 999 999") == "warning purchases 2 of 5\n");
  CHECK(found_in_amounts("5 12 3 99.0 99") == "warning purchases 2 of 5\n");
  CHECK(found_in_amounts("5 12 3 999").empty());           // once
  CHECK(found_in_amounts("5 700 3 999 999").empty());      // a price among others
  CHECK(found_in_amounts("5 12 3 998 998").empty());       // no code
  CHECK(found_in_amounts("999 999 999").empty());          // every price
  CHECK(found_in_amounts("5 12 3 999 999 5000").empty());  // not the largest
}

TEST_CASE("codes: the only values below zero, on another scale than the rest") {
  CHECK(found_in_amounts("5 12 3 -99 -99") == "warning purchases 2 of 5\n");
  CHECK(found_in_amounts("5 12 3 -1 -1") == "warning purchases 2 of 5\n");
  CHECK(found_in_amounts("1 0 1 -1 -1").empty());        // a scale from -1 to 1
  CHECK(found_in_amounts("99 99 100 -99 -99").empty());  // refunds of a price
  CHECK(found_in_amounts("5 12 3 -99 -99 -4").empty());  // others below zero too
}

TEST_CASE("codes: values of surveys are looked at by item") {
  CHECK(found_in({{"surveys",
                   "person_id,item,value\na,age,40\na,age,99\nb,age,99\na,score,1000\n"
                   "a,score,999\n"}},
                 "undeclared_code") == "warning surveys 2 of 3\n");
}

TEST_CASE("codes: days that programs write for no date, years from every other") {
  StudyFolder study{{"purchases",
                     "person_id,t\na,2020-01-01\na,2021-01-01\na,1970-01-01\n"
                     "a,9999-12-31T00:00:00Z\na,1900-01-01\na,1900-01-01\n"}};
  study.load();
  CHECK(testing::findings_text(study.report, "undeclared_code") ==
        "warning purchases 2 of 6\nwarning purchases 1 of 6\nwarning purchases 1 of 6\n");
  CHECK(finding_in(study.report, "undeclared_code").examples[0] ==
        "purchases.csv:6 t = '1900-01-01'");
  CHECK(found_in({{"purchases", "person_id,t\na,1969-06-01\na,1970-01-01\na,1971-01-01\n"}},
                 "undeclared_code")
            .empty());
  CHECK(found_in({{"purchases", "person_id,t\na,1970-01-01\na,1970-01-01\n"}}, "undeclared_code")
            .empty());
}

TEST_CASE("is_code_day: whole days, and no moment that is not given") {
  CHECK(is_code_day(*parse_time("1970-01-01T05:00:00Z", TimeUnit::Day)));
  CHECK_FALSE(is_code_day(*parse_time("1970-01-02", TimeUnit::Day)));
  CHECK_FALSE(is_code_day(kUndated));
}

TEST_CASE("codes: names that read like nothing") {
  CHECK(found_in({{"ties", "src,dst\nNULL,b\nn/a,b\nb,?\nnull1,b\n"}}, "placeholder_text") ==
        "warning ties 2 of 4\nwarning ties 1 of 4\n");
  CHECK(found_in({{"ties", "src,dst\nNina,b\n0,-1\n"}}, "placeholder_text").empty());
}

TEST_CASE("codes: numbers with a decimal comma are read as they are declared") {
  StudyFolder study{{"purchases",
                     "person_id,t,amount,cost\na,1,\"5,5\",\"-1,5\"\na,1,\"3,25\",1\n"
                     "a,1,\"999,0\",1\na,1,\"999,0\",1\n"}};
  study.study.tables["purchases"].format.decimal_comma = true;
  study.load();
  CHECK(testing::findings_text(study.report, "undeclared_code") == "warning purchases 2 of 4\n");
  CHECK(testing::findings_text(study.report, "negative_costs") == "warning purchases 1 of 4\n");
}

TEST_CASE("codes: declared censored cells are counted, with the rows that they leave out") {
  StudyFolder study{{"ties", "src,dst,t,t_end\na,b,1,99\nb,a,2,3\nb,c,99,99\n"},
                    {"purchases", "person_id,t\na,1\nb,99\nc,\n"}};
  for (const char* column : {"t", "t_end"})
    study.study.tables["ties"].format.censored[column] = {"99"};
  study.study.tables["purchases"].format.censored["t"] = {"99"};
  study.load();
  CHECK(testing::findings_text(study.report, "censored") ==
        "info purchases 1 of 3\ninfo ties 1 of 3\ninfo ties 2 of 3\n");
  CHECK(finding_in(study.report, "censored").what ==
        "1 of 3 rows (33.3 %) with a code for not yet in t, as declared; 1 of them are left out");
  CHECK(testing::findings_text(study.report, "missing_values") == "warning purchases 1 of 3\n");
}

}  // namespace
}  // namespace grapevine
