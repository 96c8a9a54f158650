#include "study/report/report_network.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// "ann>bob touch: friend" and so on, sorted.
std::vector<std::string> texts(const ReportNetwork& network) {
  std::vector<std::string> edges;
  for (const ReportEdge& e : network.edges)
    edges.push_back(network.people[e.from] + ">" + network.people[e.to] + " " +
                    network.kinds[e.kind] + (e.sign < 0 ? " negative" : ""));
  std::ranges::sort(edges);
  return edges;
}

}  // namespace

TEST_CASE("report_network: all ties and touches of a small study, with influence") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportNetwork network = report_network(run.network, {});
  CHECK(texts(network) == std::vector<std::string>{"ann>bob touch: friend", "ann>cy touch: friend",
                                                   "bob>dee touch: friend", "cy>eve touch: guess",
                                                   "cy>hal tie: mail", "eve>cy tie: mail negative",
                                                   "flo>gus touch: friend", "hal>ann tie: mail",
                                                   "hal>bob tie: mail", "ivy>p1 touch: friend",
                                                   "ivy>p2 touch: friend", "ivy>p3 touch: friend",
                                                   "ivy>p4 touch: friend", "ivy>p5 touch: friend"});
  CHECK(network.left_out == 0);
  const auto undated = std::ranges::count(network.edges, ReportEdge::kNoDay, &ReportEdge::day);
  CHECK(undated == 1);
}

TEST_CASE("report_network: of a large one what is around the people named, touches first") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const auto person = [&](const char* id) {
    return *run.network.people->find(std::string_view(id));
  };
  const std::vector<NodeId> named = {person("bob"), person("ivy")};
  const ReportNetwork network =
      report_network(run.network, named, {.edges = 4, .of_one_person = 2});
  // Bob keeps both of his touches and no tie, ivy two of five.
  CHECK(texts(network) == std::vector<std::string>{"ann>bob touch: friend", "bob>dee touch: friend",
                                                   "ivy>p1 touch: friend", "ivy>p2 touch: friend"});
  CHECK(network.left_out == 4);  // three of ivy's, and hal's tie to bob
}

TEST_CASE("report_network: influence that runs backwards along ties is turned round") {
  const TempFolder folder;
  StudyFile study = report_shop(folder);
  study.tables.influence = Influence::TargetToSource;
  const auto edges = texts(report_network(run_study(study).network, {}));
  CHECK(std::ranges::count(edges, "ann>hal tie: mail") == 1);
}
