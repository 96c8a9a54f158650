#include "loaders/study_tables/quality/amounts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::found_in;

std::string found_in_amounts(const std::string& rows, std::string_view check) {
  return found_in({{"purchases", "person_id,t,amount\n" + rows}}, check);
}

TEST_CASE("amounts: values below zero are told, and doubted when they are most") {
  CHECK(found_in_amounts("a,1,5\na,1,6\na,1,-5\n", "mixed_signs") == "info purchases 1 of 3\n");
  CHECK(found_in_amounts("a,1,5\na,1,-6\na,1,-5\n", "mixed_signs") == "warning purchases 2 of 3\n");
  CHECK(found_in_amounts("a,1,5\na,1,0\n", "mixed_signs").empty());
}

TEST_CASE("amounts: nothing is worth anything") {
  CHECK(found_in_amounts("a,1,0\na,1,0\n", "no_value") == "warning purchases 2 of 2\n");
  CHECK(found_in_amounts("a,1,0\na,1,1\n", "no_value").empty());
  CHECK(found_in({{"purchases", "person_id,t\na,1\n"}}, "no_value").empty());
}

TEST_CASE("amounts: a cost below zero") {
  CHECK(found_in({{"purchases", "person_id,t,amount,cost\na,1,5,-2\na,1,5,2\na,1,5,0\n"}},
                 "negative_costs") == "warning purchases 1 of 3\n");
}

TEST_CASE("amounts: a stance of events that never happen") {
  testing::StudyFolder study{{"events", "person_id,kind,t\na,leaves,1\n"}};
  study.study.event_stance = {{"leaves", -0.5}, {"left", -0.5}};
  study.load();
  CHECK_THAT(testing::finding_in(study.report, "unused_stance").what, Catch::EndsWith("'left'"));
}

}  // namespace
}  // namespace grapevine
