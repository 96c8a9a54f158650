#include "loaders/study_tables/quality/times.hpp"

#include <catch2/catch.hpp>

#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::finding_in;
using testing::findings_text;
using testing::found_in;
using testing::StudyFolder;

TEST_CASE("times: undated ties and touches count only where others are dated") {
  CHECK(found_in({{"ties", "src,dst,t\na,b,1\na,c,\na,d,\n"},
                  {"touches", "from_person,to_person,t\na,b,1\na,c,\n"}},
                 "undated") == "warning ties 2 of 3\nwarning touches 1 of 2\n");
  CHECK(found_in({{"ties", "src,dst,t\na,b,\n"}, {"touches", "from_person,to_person\na,b\n"}},
                 "undated")
            .empty());
}

TEST_CASE("times: rows outside the study's days are told, its first and last days are inside") {
  StudyFolder study{{"purchases",
                     "person_id,t\na,2019-12-31T23:59:59Z\na,2020-01-01\na,2020-12-31T23:59:59Z\n"
                     "a,2021-01-01\nb,2022-01-01\n"},
                    {"events", "person_id,kind,t\na,k,2020-05-01\na,k,2030-05-01\n"}};
  study.load();
  CHECK(findings_text(study.report, "outside_window").empty());
  study.study.start = parse_time("2020-01-01", TimeUnit::Day);
  study.study.end = parse_time("2020-12-31", TimeUnit::Day);
  study.load();
  CHECK(findings_text(study.report, "outside_window") ==
        "warning purchases 1 of 5\nwarning purchases 2 of 5\nwarning events 1 of 2\n");
}

TEST_CASE("times: years that cannot be, but no known codes") {
  CHECK(found_in({{"purchases",
                   "person_id,t\na,1899-01-01\na,2101-01-01\na,1900-01-01\n"
                   "a,2100-12-31\na,9999-12-31\n"}},
                 "absurd_years") == "warning purchases 2 of 5\n");
}

TEST_CASE("times: touches after the purchase they name, or after a person's first one") {
  StudyFolder study{{"purchases",
                     "person_id,t,purchase_id,context_id\n"
                     "a,2020-01-10,1,x\na,2020-01-20,2,x\nb,2020-01-10,3,y\n"},
                    {"touches",
                     "from_person,to_person,purchase_id,t,context_id\n"
                     "r,,1,2020-01-10,\nr,,1,2020-01-11,\nr,,2,2020-01-15,\n"
                     "r,a,,2020-01-10,x\nr,a,,2020-01-15,x\nr,a,,2020-01-15,\n"
                     "r,c,,2020-01-15,x\nr,a,,,x\n"}};
  study.load();
  CHECK(findings_text(study.report, "touch_after_purchase") ==
        "warning touches 1 of 8\ninfo touches 2 of 8\n");
  CHECK(finding_in(study.report, "touch_after_purchase").examples ==
        std::vector<std::string>{"touches.csv:3 t = '2020-01-11'"});
}

TEST_CASE("times: a refund before the first purchase acquires nobody") {
  CHECK(found_in({{"purchases", "person_id,t,amount\na,2020-01-01,-5\na,2020-02-01,5\n"},
                  {"touches", "from_person,to_person,t\nr,a,2020-01-15\n"}},
                 "touch_after_purchase")
            .empty());
}

TEST_CASE("times: ties that end and touches that expire before they begin") {
  CHECK(found_in({{"ties", "src,dst,t,t_end\na,b,5,4\na,c,5,5\na,d,5,\na,e,,4\n"},
                  {"touches", "from_person,to_person,t,expires\na,b,5,4\na,b,5,6\n"}},
                 "ends_before_start") == "warning ties 1 of 4\nwarning touches 1 of 2\n");
}

TEST_CASE("times: seq against time within a journey, not between journeys") {
  const auto found = [](const std::string& rows) {
    return found_in({{"touches", "from_person,to_person,t,seq\n" + rows}}, "seq_against_time");
  };
  CHECK(found("r,a,1,2\nr,a,2,1\nr,a,2,2\n") == "warning touches 1 of 3\n");
  CHECK(found("r,a,1,5\nr,a,2,1\nr,a,2,2\nr,a,3,4\n") == "warning touches 3 of 4\n");
  CHECK(found("r,a,1,2\nr,b,2,1\n").empty());
  CHECK(found("r,a,1,2\nr,a,1,1\nr,a,2,2\n").empty());
  CHECK(found("r,a,1,\nr,a,,1\nr,a,2,0\n").empty());
}

TEST_CASE("times: who leaves a context before the first purchase there") {
  StudyFolder study{{"purchases", "person_id,t,context_id\na,2020-01-10,x\n"},
                    {"events",
                     "person_id,kind,t,context_id\na,leaves,2020-01-01,x\n"
                     "a,joins,2020-01-01,x\na,leaves,2020-02-01,x\na,leaves,2020-01-01,\n"}};
  study.study.event_stance = {{"leaves", -0.5}, {"joins", 0.5}};
  study.load();
  CHECK(findings_text(study.report, "left_before_purchase") == "info events 1 of 4\n");
}

}  // namespace
}  // namespace grapevine
