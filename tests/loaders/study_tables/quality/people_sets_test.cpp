#include "loaders/study_tables/quality/people_sets.hpp"

#include <catch2/catch.hpp>

#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::StudyFolder;

TEST_CASE("people sets: sizes of a set, of two at once, and of their union") {
  const Places a = {1, 1, 0, 0}, b = {1, 0, 1, 0};
  CHECK(size_of(a) == 2);
  CHECK(size_of_both(a, b) == 1);
  CHECK(either(a, b) == Places{1, 1, 1, 0});
  CHECK(size_of(Places{}) == 0);
}

/// The number of people that a join counts, or -1.
std::int64_t counted(const LoadReport& report, std::string_view ids) {
  for (const JoinCount& join : report.quality.joins)
    if (join.ids == ids) return join.count;
  return -1;
}

TEST_CASE("people sets: people are counted once, after merging, and from rows that are used") {
  StudyFolder study{{"people", "person_id,same_as\na,\na2,a\nb,\n"},
                    {"ties", "src,dst\na,b\na2,c\nd,\n"},
                    {"purchases", "person_id,t\na,1\na2,2\nb,1\nc,\n"},
                    {"touches", "from_person,to_person\na2,b\nb,a\n"},
                    {"events", "person_id,kind,t,by\na,k,1,e\n"},
                    {"surveys", "person_id,item,value\nb,words,fine\n"}};
  study.load();
  CHECK(counted(study.report, "people with ties") == 3);       // a, b, c
  CHECK(counted(study.report, "people with purchases") == 2);  // a, b
  CHECK(counted(study.report, "people who refer") == 2);
  CHECK(counted(study.report, "people with events or answers") == 3);  // a, b, e
}

}  // namespace
}  // namespace grapevine
