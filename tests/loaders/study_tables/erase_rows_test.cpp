#include "loaders/study_tables/erase_rows.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::StudyFolder;

/// p1 and his other id pay for q; o1 is his purchase, and o2 is his and q's.
StudyFolder small_study() {
  return {{"people", "person_id,same_as,payer_id\np1,,\nalias,p1,\nq,,p1\n"},
          {"ties", "src,dst\np1,q\nq,r\nr,alias\n"},
          {"touches",
           "from_person,to_person,purchase_id,role,campaign\n"
           "p1,q,,host,spring\nq,r,,host,autumn\nr,q,,guest,spring\nq,,o1,guest,\nr,,o2,host,\n"},
          {"purchases", "purchase_id,person_id,t\no1,alias,1\no2,p1,2\no2,q,3\no3,q,4\n"},
          {"events", "person_id,kind,t,by\nq,joins,1,p1\nq,joins,1,r\n"},
          {"surveys", "person_id,item,value\nalias,nps,3\nq,nps,3\n"},
          {"mentions", "person_id,polarity\np1,0\n"},
          {"contributions", "person_id,kind,t\np1,helps,1\n"}};
}

std::string erased(StudyFolder& study, const Erasure& erasure) {
  study.study.erasure = erasure;
  study.load();
  std::string text;
  for (const ErasedCount& e : study.report.erased)
    text += e.table + " " + std::to_string(e.erased) + "/" + std::to_string(e.of) + " ";
  return text;
}

std::string error(const Erasure& erasure) {
  StudyFolder study = small_study();
  study.study.erasure = erasure;
  return study.error();
}

TEST_CASE("erase_rows: of a person every row that names any id of his, and touches of purchases") {
  StudyFolder study = small_study();
  CHECK(erased(study, {.people = {"p1"}}) ==
        "contributions 1/1 events 1/2 mentions 1/1 people 2/3 purchases 2/4 surveys 1/2 ties 2/3 "
        "touches 2/5 ");
  const Network rest = study.load();
  CHECK(rest.num_people() == 2);  // q and r
  CHECK(rest.purchases.rows.size() == 2);
  // The touch of o2 is left: it names the purchase of q now.
  CHECK(rest.touches.rows.size() == 3);
  CHECK(study.report.rejected.empty());
}

TEST_CASE("erase_rows: an id that was merged stands for the person") {
  StudyFolder by_alias = small_study(), by_main = small_study();
  CHECK(erased(by_alias, {.people = {"alias"}}) == erased(by_main, {.people = {"p1"}}));
}

TEST_CASE("erase_rows: roles, campaigns and people together, a row is erased once") {
  StudyFolder study = small_study();
  CHECK(erased(study, {.roles = {"host"}}) == "touches 3/5 ");
  CHECK(erased(study, {.touches = {{"campaign", "spring"}}}) == "touches 2/5 ");
  CHECK(erased(study, {.roles = {"host"}, .touches = {{"campaign", "spring"}}}) == "touches 4/5 ");
  CHECK(erased(study, {.people = {"r"}, .roles = {"host", "guest"}}) ==
        "events 1/2 ties 2/3 touches 5/5 ");
  CHECK(erased(study, {}).empty());
}

TEST_CASE("erase_rows: a column goes by our name for it or by the file's, codes are no values") {
  StudyFolder study{{"purchases", "person_id,t\n"}};
  study.add("touches", "who,to_person,kind\na,b,x\na,c,-\nb,c,x\n",
            {{"from_person", "who"}, {"role", "kind"}});
  study.study.tables["touches"].format.missing = {"-"};
  CHECK(erased(study, {.roles = {"x"}}) == "touches 2/3 ");
  CHECK(erased(study, {.touches = {{"from_person", "a"}}}) == "touches 2/3 ");
  CHECK(erased(study, {.touches = {{"who", "a"}}}) == "touches 2/3 ");
  study.study.erasure = {.touches = {{"kind", "-"}}};
  CHECK(study.error() ==
        "InvalidOption --remove-touches kind=-: no touch has the value '-' in kind; known: 'x'");
}

TEST_CASE("erase_rows: what no row has is refused, with names that are close") {
  CHECK(error({.people = {"pp1"}}) ==
        "InvalidOption --remove-person: the study has no person 'pp1'; did you mean 'p1'?");
  CHECK(error({.people = {"nobody at all"}}) ==
        "InvalidOption --remove-person: the study has no person 'nobody at all'; known: 'p1', 'q', "
        "'r'");
  CHECK(error({.roles = {"hots"}}) ==
        "InvalidOption --remove-role hots: no touch has the role 'hots' in role; did you mean "
        "'host'?");
  CHECK(error({.touches = {{"campain", "x"}}}) ==
        "InvalidOption --remove-touches campain=x: the touches have no column 'campain'; did you "
        "mean 'campaign'?");
  CHECK(error({.touches = {{"campaign", "sprin"}}}) ==
        "InvalidOption --remove-touches campaign=sprin: no touch has the value 'sprin' in "
        "campaign; did you mean 'spring'?");
  StudyFolder none{{"purchases", "person_id,t\nb,1\n"}};
  none.study.erasure = {.roles = {"host"}};
  CHECK(none.error() ==
        "InvalidOption --remove-role host: the touches have no column 'role'; add a table of "
        "touches to the study");
}

TEST_CASE("erase_rows: files of one table keep their own ways of writing ids") {
  // In text "3.0" is 3 where all of a file's values end so; the other file writes 3.
  StudyFolder study{{"purchases", "person_id,t\n3,1\n4,2\n"}};
  StudyFolder more{{"purchases", "person_id,t\n3.0,1\n5.0,2\n"}};
  study.study.tables["purchases"].files.push_back(more.study.tables["purchases"].files[0]);
  CHECK(erased(study, {.people = {"4"}}) == "purchases 1/4 ");
  const Network rest = study.load();
  CHECK(rest.num_people() == 2);
  CHECK(rest.purchases.rows.size() == 3);
}

}  // namespace
}  // namespace grapevine
