#include "loaders/study_tables/quality/joins.hpp"

#include <catch2/catch.hpp>

#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::finding_in;
using testing::found_in;
using testing::StudyFolder;

/// "ids number in found" of every join, each on a line.
std::string joins_of(StudyFolder&& study) {
  study.load();
  std::string text;
  for (const JoinCount& join : study.report.quality.joins)
    text += join.ids + " " + std::to_string(join.count) + " " + join.in + " " +
            std::to_string(join.found) + "\n";
  return text;
}

/// `count` rows of one column of ids, from `first` on, with `more` behind each.
std::string ids(int first, int count, const std::string& more) {
  std::string rows;
  for (int i = first; i < first + count; ++i) rows += std::to_string(i) + more + "\n";
  return rows;
}

TEST_CASE("joins: different ids are counted both ways, with those found") {
  CHECK(joins_of({{"ties", "src,dst\na,b\nb,c\na,b\n"},
                  {"purchases", "person_id,t,purchase_id\nb,1,1\nd,1,2\n"},
                  {"touches", "from_person,purchase_id\na,1\nx,1\nx,9\nx,9\nd,8\n"}}) ==
        "people with ties 3 purchases 1\n"
        "people with purchases 2 ties 1\n"
        "people who refer 2 purchases 0\n"
        "people referred 1 purchases 1\n"
        "purchases that touches name 3 purchases 1\n"
        "people who refer 2 ties 1\n");
}

TEST_CASE("joins: the people table is compared with every other") {
  CHECK(joins_of({{"people", "person_id\na\nb\n"},
                  {"ties", "src,dst\na,c\n"},
                  {"touches", "from_person,to_person\na,b\n"},
                  {"mentions", "person_id,polarity\nz,1\n"}}) ==
        "people who refer 1 ties 1\n"
        "people with ties 2 people 1\n"
        "people with touches 2 people 2\n"
        "people with events or answers 1 people 0\n");
}

TEST_CASE("joins: one that matches nothing is an error, of a few ids a warning") {
  const std::string ties = "src,dst\n" + ids(0, 40, ",0");
  CHECK(found_in({{"ties", ties}, {"purchases", "person_id,t\n" + ids(1000, 40, ",1")}},
                 "empty_join") == "error ties 0 of 40\n");
  CHECK(found_in({{"ties", "src,dst\na,b\n"}, {"purchases", "person_id,t\nc,1\n"}}, "empty_join") ==
        "warning ties 0 of 2\n");
  CHECK(found_in({{"ties", ties}, {"purchases", "person_id,t\n" + ids(20, 40, ",1")}}, "empty_join")
            .empty());
}

TEST_CASE("joins: hardly any match of many ids is an error, a few of a few are not") {
  const auto study = [](int ties, int common) {
    return found_in({{"ties", "src,dst\n" + ids(0, ties, ",0")},
                     {"purchases", "person_id,t\n" + ids(ties - common, 500, ",1")}},
                    "empty_join");
  };
  CHECK(study(200, 3) == "error ties 3 of 200\n");
  CHECK(study(200, 10).empty());
  CHECK(study(45, 1).empty());
}

TEST_CASE("joins: purchases that touches name are all unknown") {
  CHECK(found_in({{"purchases", "person_id,t,purchase_id\na,1,1\n"},
                  {"touches", "from_person,purchase_id\n" + ids(0, 12, ",x1") + ids(0, 3, ",x2")}},
                 "empty_join") == "warning touches 0 of 2\n");
}

TEST_CASE("joins: touches of purchases that are not there are left out and shown") {
  StudyFolder study{{"purchases", "person_id,t,purchase_id\na,1,1\n"},
                    {"touches", "from_person,purchase_id\nb,1\nb,7\nc,8\n"}};
  study.load();
  const Finding finding = finding_in(study.report, "unknown_purchases");
  CHECK(finding.count == 2);
  CHECK(finding.of == 3);
  CHECK(finding.examples == std::vector<std::string>{"touches.csv:3 purchase_id = '7'",
                                                     "touches.csv:4 purchase_id = '8'"});
  CHECK(found_in({{"purchases", "person_id,t,purchase_id\na,1,1\n"},
                  {"touches", "from_person,purchase_id\nb,1\n"}},
                 "unknown_purchases")
            .empty());
}

TEST_CASE(
    "joins: people whom the people table lacks, by table and where same_as counts as listed") {
  CHECK(found_in({{"people", "person_id,same_as\na,\nb,a\n"},
                  {"ties", "src,dst\na,x\nb,x\na,y\nz,b\n"},
                  {"purchases", "person_id,t\na,1\nb,1\n"}},
                 "people_not_listed") == "info ties 3 of 4\n");
  CHECK(found_in({{"ties", "src,dst\na,x\n"}}, "people_not_listed").empty());
}

TEST_CASE("joins: people whom only the people table has") {
  CHECK(found_in({{"people", "person_id\na\nb\nc\nd\n"},
                  {"ties", "src,dst\na,a\n"},
                  {"contributions", "person_id,kind,t\nb,helps,1\n"}},
                 "people_in_no_table") == "info people 2 of 4\n");
}

TEST_CASE("joins: referrers whom no other table has, where others could") {
  CHECK(found_in({{"ties", "src,dst\na,b\n"}, {"touches", "from_person,to_person\na,b\nx,b\n"}},
                 "unknown_referrers") == "info touches 1 of 2\n");
  CHECK(found_in({{"touches", "from_person,to_person\na,b\nx,b\n"}}, "unknown_referrers").empty());
}

TEST_CASE("joins: contexts that nobody buys in") {
  CHECK(found_in({{"contexts", "context_id\na\nb\nc\n"},
                  {"purchases", "person_id,t,context_id\nx,1,a\nx,,b\n"}},
                 "contexts_without_purchases") == "info contexts 2 of 3\n");
  CHECK(found_in({{"purchases", "person_id,t,context_id\nx,1,a\n"}}, "contexts_without_purchases")
            .empty());
}

}  // namespace
}  // namespace grapevine
