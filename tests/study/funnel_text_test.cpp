#include "study/funnel_text.hpp"

#include <catch2/catch.hpp>

#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::string text_of(const std::string& surveys, const std::string& touches) {
  const TempFolder folder;
  folder.write("p.csv", "person_id,t,context_id\nann,1,c\nbob,2,c\ncat,1,c\ndan,1,c\n");
  std::string study = "[tables]\npurchases = { file = \"p.csv\" }\n";
  if (!surveys.empty()) {
    folder.write("s.csv", "person_id,item,value,context_id\n" + surveys);
    study += "surveys = { file = \"s.csv\" }\n";
  }
  if (!touches.empty()) {
    folder.write("t.csv", "from_person,to_person,context_id,t\n" + touches);
    study += "touches = { file = \"t.csv\" }\n";
  }
  return funnel_text(run_study(read_study_file(folder.write("study.toml", study))));
}

}  // namespace

TEST_CASE("funnel_text: steps with their shares, the gap and NPS") {
  CHECK(text_of("ann,intends,1,c\ncat,intends,1,c\ndan,intends,0,c\ncat,did_recommend,1,c\n"
                "ann,nps,9,c\ncat,nps,2,c\ndan,nps,3,c\n",
                "ann,bob,c,1\n") ==
        "\nOf 3 asked 2 (66.7 %) intend to recommend, 1 of these say they did; 1 (50.0 %) did, "
        "1 (100.0 %) brought somebody in, 1 (100.0 %) somebody profitable\n"
        "Gap between intent and action +33.3 points [-45.6, +85.6]; NPS -33 of 3: see the table "
        "funnel\n");
}

TEST_CASE("funnel_text: what was not asked is said, what needs touches is left out without any") {
  CHECK(text_of("ann,intends,1,c\n", "ann,bob,c,1\n") ==
        "\nOf 1 asked 1 (100.0 %) intend to recommend; 1 (100.0 %) did, 1 (100.0 %) brought "
        "somebody in, 1 (100.0 %) somebody profitable\n"
        "Gap between intent and action +0.0 points [-92.4, +92.4]; not asked: did_recommend, nps: "
        "see the table funnel\n");
  CHECK(text_of("ann,intends,1,c\n", "") ==
        "\nOf 1 asked 1 (100.0 %) intend to recommend\n"
        "Not asked: did_recommend, nps, touches: see the table funnel\n");
  CHECK(text_of("ann,nps,9,c\n", "ann,bob,c,1\n") ==
        "\nNPS +100 of 1; not asked: intends, did_recommend: see the table funnel\n");
}

TEST_CASE("funnel_text: nothing where nobody was asked") {
  CHECK(text_of("", "ann,bob,c,1\n").empty());
  CHECK(text_of("ann,mood,3,c\n", "").empty());
}
