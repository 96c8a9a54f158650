#include "loaders/study_tables/quality/people.hpp"

#include <catch2/catch.hpp>

#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::findings_text;
using testing::found_in;
using testing::StudyFolder;

TEST_CASE("people: ties with oneself, and those that same_as makes so") {
  StudyFolder study{{"people", "person_id,same_as\na2,a\n"},
                    {"ties", "src,dst\na,a\na,a2\na2,b\n"}};
  study.load();
  CHECK(findings_text(study.report, "self_ties") == "info ties 1 of 3\n");
  CHECK(findings_text(study.report, "merged_ties") == "info ties 1 of 3\n");
}

TEST_CASE("people: who refers himself, by name or by purchase, after merging") {
  CHECK(found_in({{"people", "person_id,same_as\na2,a\n"},
                  {"purchases", "person_id,t,purchase_id\na,1,1\nb,1,2\n"},
                  {"touches", "from_person,to_person,purchase_id\na,a,\na2,,1\na,,2\na,b,\n"}},
                 "self_referral") == "warning touches 2 of 4\n");
  CHECK(found_in({{"touches", "from_person,to_person\na,b\n"}}, "self_referral").empty());
}

TEST_CASE("people: who refers whom he pays for") {
  const auto found = [](const std::string& payers) {
    return found_in({{"people", "person_id,payer_id\n" + payers},
                     {"touches", "from_person,to_person\na,b\nb,c\na,a\n"}},
                    "same_payer");
  };
  CHECK(found("a,p\nb,p\nc,q\n") == "info touches 1 of 3\n");
  CHECK(found("b,a\n") == "info touches 1 of 3\n");
  CHECK(found("a,\nb,\n").empty());
}

TEST_CASE("people: who has several payers, counted once, whatever the order of rows") {
  CHECK(found_in({{"people", "person_id,same_as,payer_id\na,,p\na2,a,q\nb,,p\nb,,p\nc,,\n"}},
                 "several_payers") == "warning people 1 of 2\n");
}

}  // namespace
}  // namespace grapevine
