#include "loaders/study_tables/statements.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/findings.hpp"
#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::findings_text;
using testing::StudyFolder;
using Texts = std::vector<std::string>;

TEST_CASE(
    "load_statements: answers that no score knows may be any text, only finite numbers are kept") {
  StudyFolder study{
      {"surveys", "person_id,item,value\na,mood,fine\na,mood,nan\na,mood,inf\na,mood,3\n"}};
  const Network network = study.load();
  REQUIRE(network.surveys.size() == 1);
  CHECK(network.surveys[0].value == 3.0);
  CHECK(network.raw_tables.at("surveys").num_rows() == 4);
  CHECK(study.report.rejected.empty());
}

TEST_CASE("load_statements: a kind of event has the stance that the study gives it") {
  StudyFolder study{{"events", "person_id,kind,t\na,leaves,1\na,joins,1\n"}};
  study.study.event_stance = {{"leaves", -0.5}, {"return", 1.0}};
  const Network network = study.load();
  CHECK(network.event_kinds == Texts{"", "joins", "leaves"});
  CHECK(std::isnan(network.event_stance[1]));
  CHECK(network.event_stance[2] == -0.5);
  CHECK(findings_text(study.report, "unused_stance") == "warning events 1 of 2\n");
}

TEST_CASE("load_statements: answers to known items are numbers in range, or yes and no") {
  StudyFolder study{{"surveys",
                     "person_id,item,value\na,intends,yes\na,did_recommend,FALSE\na,nps,7\n"
                     "a,would_have_joined_anyway,0.25\n"}};
  std::vector<double> values;
  for (const SurveyAnswer& answer : study.load().surveys) values.push_back(answer.value);
  CHECK(values == std::vector<double>{0.0, 1.0, 7.0, 0.25});  // by the item's name
  for (const char* bad : {"intends,2", "nps,11", "would_have_joined_anyway,perhaps"})
    CHECK(StudyFolder{{"surveys", std::string("person_id,item,value\na,") + bad + "\n"}}
              .error()
              .starts_with("BadInput surveys.csv:2: column 'value': "));
}

TEST_CASE("load_statements: events, answers and mentions in canonical order, whatever the rows'") {
  StudyFolder study{{"events", "person_id,kind,t\nb,k,1\na,k,2\na,j,2\na,k,1\n"},
                    {"mentions", "person_id,polarity\nb,1\na,0.5\na,-1\n"}};
  const Network network = study.load();
  std::string events, mentions;
  for (const Event& e : network.events)
    events += network.people->name(e.person) + std::to_string(day_number(e.time)) +
              network.event_kinds[e.kind] + " ";
  for (const Mention& m : network.mentions)
    mentions += network.people->name(m.person) + (m.polarity < 0.0 ? "- " : "+ ");
  CHECK(events == "a1k a2j a2k b1k ");
  CHECK(mentions == "a- a+ b+ ");
}

TEST_CASE("load_statements: a contribution that cannot be read is told as others are") {
  StudyFolder study{{"contributions", "person_id,kind,t\na,,1\na,help,\n,help,1\na,help,1\n"}};
  study.load();
  CHECK(testing::rejected_text(study.report) ==
        "contributions contributions.csv:2 kind= no kind\n"
        "contributions contributions.csv:3 t= no time\n"
        "contributions contributions.csv:4 person_id= no person\n");
}

}  // namespace
}  // namespace grapevine
