#include "study/report/report_rows.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/report_shop.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("report_rows: rows of the score table and lines of the ledger, person by person") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const auto row = [&](const char* person, const char* context) {
    return run.network.row(*run.network.contexts.find(std::string_view(context)),
                           *run.network.people->find(std::string_view(person)));
  };
  CHECK(rows.crv[row("ann", "tea")] == Approx(155.0));
  CHECK(rows.crv[row("bob", "tea")] == Approx(70.0));
  CHECK(rows.crv[row("bob", "coffee")] == 0.0);
  CHECK(rows.margin[row("bob", "tea")] == 150.0);
  CHECK(rows.referrals[row("ivy", "tea")] == 5.0);
  CHECK(rows.person_name(row("dee", "tea")) == "dee");
  CHECK(rows.context_of(row("dee", "tea")) == "tea");
  double credited = 0.0, nobodys = 0.0;
  for (const LedgerRow& line : rows.ledger)
    (line.referrer == kNoNode ? nobodys : credited) += line.margin;
  CHECK(credited == Approx(260.0));
  CHECK(nobodys == Approx(230.0));
}

TEST_CASE("report_rows: CLV where the study forecasts it, own margin where it cannot") {
  const TempFolder folder;
  std::string purchases = "person_id,t,context_id,margin\n";
  for (int i = 0; i < 200; ++i)
    for (int k = 0; k <= i % 7; ++k)
      purchases += "p" + std::to_string(i) + "," +
                   time_text(Time(std::chrono::days(18'000 + (7 * i) % 200 + k * (5 + i % 31)))) +
                   ",tea," + std::to_string(5 + i % 17) + "\n";
  folder.write("purchases.csv", purchases);
  const StudyRun run = run_study(read_study_file(folder.write(
      "study.toml",
      "[tables]\npurchases = { file = \"purchases.csv\" }\n[clv]\nmodel = \"bg_nbd\"\n")));
  const ReportRows rows = report_rows(run);
  CHECK(rows.has_clv);
  const auto clv = run.table("scores").doubles("clv");
  REQUIRE(std::ranges::none_of(clv, [](double v) { return std::isnan(v); }));
  CHECK(rows.customer_value == clv);
  CHECK(rows.customer_value != rows.margin);
}

TEST_CASE("newcomer_margins, per_person and first_people: sums over the shop by hand") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const auto person = [&](const char* id) {
    return *run.network.people->find(std::string_view(id));
  };
  const auto context = [&](const char* id) {
    return *run.network.contexts.find(std::string_view(id));
  };
  CHECK(newcomer_margins(rows).at({person("bob"), context("tea")}) == 150.0);
  CHECK(newcomer_margins(rows).at({person("bob"), context("coffee")}) == 20.0);
  const auto margin = per_person(rows, rows.margin);
  CHECK(margin[person("bob")] == 170.0);
  CHECK(margin[person("hal")] == 0.0);
  CHECK(first_people(margin, 3) ==
        std::vector<NodeId>{person("eve"), person("bob"), person("dee")});
  CHECK(first_people(margin, 100).size() == 11);  // who bought for nothing is not among them
}

TEST_CASE("top_rows and largest_contexts: the largest first, of equal ones the earlier") {
  const TempFolder folder;
  const StudyRun run = run_study(report_shop(folder));
  const ReportRows rows = report_rows(run);
  const auto top = top_rows(
      rows, 2, [&](std::size_t row) { return rows.crv[row] > 0.0; },
      [&](std::size_t row) { return rows.crv[row]; });
  REQUIRE(top.size() == 2);
  CHECK(rows.person_name(top[0]) == "ann");
  CHECK(rows.person_name(top[1]) == "bob");
  const auto equal =
      top_rows(rows, 100, [](std::size_t) { return true; }, [](std::size_t) { return 1.0; });
  CHECK(std::ranges::is_sorted(equal));
  CHECK(equal.size() == rows.crv.size());
  const auto contexts = largest_contexts(rows, rows.margin, 1);
  REQUIRE(contexts.size() == 1);
  CHECK(run.network.contexts.name(contexts[0]) == "tea");
}
