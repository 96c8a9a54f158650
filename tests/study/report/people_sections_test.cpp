#include <catch2/catch.hpp>
#include <numeric>

#include "study/report/sections.hpp"
#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("segments_section: every person with a value is a point, once in each context") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const ReportSection section = segments_section(rows);
  const Table& points = table_of(section, "points");
  // Eleven bought in tea, flo and ivy have a CRV without a purchase there, bob bought coffee.
  CHECK(points.num_rows() == 14);
  const auto people = points.texts("person_id"), segments = points.texts("segment");
  for (std::size_t i = 0; i < people.size(); ++i)
    CHECK((segments[i] == "influencer without purchases") ==
          (people[i] == "flo" || people[i] == "ivy"));
  CHECK(!has_table(section, "cells"));
  CHECK(points.info("customer_value").meaning == "own margin");
}

TEST_CASE("segments_section: where the study forecasts CLV it is the axis beside CRV") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  ReportRows rows = report_rows(run);
  rows.has_clv = true;
  const std::size_t eve = run.network.row(*run.network.contexts.find(std::string_view("tea")),
                                          *run.network.people->find(std::string_view("eve")));
  rows.customer_value[eve] = 1234.0;
  const ReportSection section = segments_section(rows);
  const Table& points = table_of(section, "points");
  CHECK(points.info("customer_value").meaning == "CLV");
  const auto people = points.texts("person_id");
  const auto value = points.doubles("customer_value");
  CHECK(value[static_cast<std::size_t>(std::ranges::find(people, "eve") - people.begin())] ==
        1234.0);
}

TEST_CASE("segments_section: many points are counted in cells, and nobody is lost") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportSection section = segments_section(report_rows(run), 3);
  CHECK(!has_table(section, "points"));
  const auto counts = table_of(section, "cells").integers("people");
  CHECK(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == 14);
  CHECK(section.sentences.back().find("counted in cells") != std::string::npos);
  const auto of_context = table_of(section, "segments").integers("people");
  CHECK(std::accumulate(of_context.begin(), of_context.end(), std::int64_t{0}) == 14);
}

TEST_CASE("people_section: ranks in the context beside the general one say who rises") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const ReportSection section = people_section(rows);
  const Table& people = table_of(section, "people");
  const auto list = people.texts("list"), who = people.texts("person_id"),
             context = people.texts("context"), moves = people.texts("moves");
  const auto rank = people.integers("rank_in_context");
  const auto general = people.doubles("general_rank");
  std::vector<std::string> by_crv;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == "first by CRV" && context[i] == "tea") by_crv.push_back(who[i]);
    const auto here = static_cast<double>(rank[i]);
    CHECK(moves[i] == (here == general[i] ? "stays" : here < general[i] ? "rises" : "falls"));
  }
  CHECK(by_crv == std::vector<std::string>{"ann", "bob", "flo", "ivy"});
}
