#include "study/report/report_rows.hpp"

#include <catch2/catch.hpp>

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
