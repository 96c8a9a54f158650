#include "loaders/study_tables/quality/repeats.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/parallel/random.hpp"
#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::finding_in;
using testing::findings_text;
using testing::found_in;
using testing::StudyFolder;

TEST_CASE("repeats: rows equal in every column of the file, whatever the table") {
  CHECK(found_in({{"ties", "src,dst,note\na,b,x\na,b,y\na,b,x\na,b,x\n"}}, "duplicate_rows") ==
        "warning ties 2 of 4\n");
  CHECK(found_in({{"mentions", "person_id,polarity\na,1\na,1\n"}}, "duplicate_rows") ==
        "info mentions 1 of 2\n");
  CHECK(found_in({{"ties", "src,dst\na,b\nb,a\nab,\n"}}, "duplicate_rows").empty());
}

TEST_CASE("repeats: an equal purchase with an id is a mistake, one without may be none") {
  CHECK(found_in({{"purchases", "person_id,t\na,1\na,1\n"}}, "duplicate_rows") ==
        "info purchases 1 of 2\n");
  CHECK(found_in({{"purchases", "person_id,t,purchase_id\na,1,7\na,1,7\n"}}, "duplicate_rows") ==
        "warning purchases 1 of 2\n");
}

TEST_CASE("repeats: cells that move over a border between columns are other rows") {
  CHECK(found_in({{"ties", "src,dst,type\na,b,cd\na,bc,d\nab,c,d\nabcdefgh,i,\nabcdefg,hi,\n"}},
                 "duplicate_rows")
            .empty());
}

TEST_CASE("repeats: the count equals that of a set on random rows, rows left out apart") {
  Random random(3, 0);
  std::string rows = "src,dst,weight\n";
  std::set<std::string> seen;
  std::int64_t repeated = 0, used = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string row = std::to_string(random.below(30)) + "," +
                            (random.below(10) == 0 ? "" : std::to_string(random.below(30))) + "," +
                            std::to_string(random.below(2)) + "\n";
    rows += row;
    if (row.find(",,") != row.npos) continue;
    ++used;
    repeated += seen.insert(row).second ? 0 : 1;
  }
  CHECK(found_in({{"ties", rows}}, "duplicate_rows") ==
        "warning ties " + std::to_string(repeated) + " of " + std::to_string(used) + "\n");
}

TEST_CASE("repeats: purchases with the id of another, people with several rows") {
  StudyFolder study{{"purchases", "person_id,t,purchase_id\na,1,7\nb,1,7\nc,1,8\nc,1,\nd,1,\n"},
                    {"people", "person_id,age\na,1\nb,2\na,3\n"}};
  study.load();
  CHECK(findings_text(study.report, "repeated_purchase_id") == "warning purchases 1 of 5\n");
  CHECK(finding_in(study.report, "repeated_purchase_id").examples[0] ==
        "purchases.csv:3 purchase_id = '7'");
  CHECK(findings_text(study.report, "repeated_person") == "info people 1 of 3\n");
}

TEST_CASE("repeats: both signs of one pair, context and type") {
  StudyFolder study{{"people", "person_id,same_as\nb2,b\n"},
                    {"ties",
                     "src,dst,sign,type,context_id\n"
                     "a,b,1,trust,x\na,b2,-1,trust,x\na,b,1,trust,x\n"  // these
                     "a,c,1,trust,x\na,c,-1,trust,y\n"                  // other contexts
                     "a,d,1,trust,x\na,d,-1,block,x\n"                  // other types
                     "a,e,1,trust,x\ne,a,-1,trust,x\n"                  // other directions
                     "a,f,-1,trust,x\na,f,-1,trust,x\n"                 // one sign
                     "a,g,,trust,\na,g,-1,trust,\n"}};                  // an empty sign is +1
  study.load();
  CHECK(findings_text(study.report, "contradictory_signs") == "warning ties 5 of 13\n");
  CHECK(finding_in(study.report, "contradictory_signs").examples[1] == "ties.csv:3 sign = '-1'");
  CHECK(found_in({{"ties", "src,dst\na,b\na,b\n"}}, "contradictory_signs").empty());
}

}  // namespace
}  // namespace grapevine
