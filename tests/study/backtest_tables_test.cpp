#include "study/backtest_tables.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace grapevine;

namespace {

std::vector<JudgedCut> one_cut() {
  JudgedCut cut{
      .moments = {Time::min(), Time(std::chrono::days{365}), Time(std::chrono::days{730})},
      .scores = {{"plain", ScoreKind::General}, {"ours", ScoreKind::Provider}}};
  cut.people = 50;
  cut.outcomes = 12;
  cut.by_unseen = 2;
  JudgedCell cell{.context = "tea", .people = 40, .positives = 6, .outcomes = 9.0};
  cell.by_score = {{.auc = 0.5}, {.auc = 0.75, .precision_at_10 = 0.3}};
  cut.cells = {cell};
  return {cut};
}

}  // namespace

TEST_CASE("backtest_tables: scores, contexts, cells and cuts, one row each") {
  const auto cuts = one_cut();
  const auto tables = backtest_tables(cuts, backtest_verdicts(cuts));
  REQUIRE(tables.size() == 4);
  CHECK(tables[0].name == "backtest_scores");
  const Table &scores = tables[0].table, &contexts = tables[1].table, &cells = tables[2].table,
              &moments = tables[3].table;
  CHECK(scores.texts("score") == std::vector<std::string>{"ours", "plain"});
  CHECK(scores.texts("kind") == std::vector<std::string>{"score", "general baseline"});
  CHECK(scores.doubles("auc") == std::vector<double>{0.75, 0.5});
  CHECK(scores.doubles("difference")[0] == 0.25);
  CHECK(std::isnan(scores.doubles("difference")[1]));
  CHECK(scores.texts("best_baseline") == std::vector<std::string>{"plain", ""});
  CHECK(scores.texts("verdict")[0] == "cannot be judged");
  CHECK(scores.texts("best_general") == std::vector<std::string>{"plain", ""});
  CHECK(scores.texts("best_in_context") == std::vector<std::string>{"", ""});
  CHECK(std::isnan(scores.doubles("difference_to_in_context")[0]));
  CHECK(scores.texts("reading") == std::vector<std::string>{"cannot be judged", ""});
  CHECK_FALSE(contexts.has("reading"));
  CHECK(contexts.texts("context_id") == std::vector<std::string>{"tea", "tea"});
  CHECK(cells.texts("cut") == std::vector<std::string>{"1971-01-01", "1971-01-01"});
  CHECK(cells.doubles("precision_at_10")[1] == 0.3);
  CHECK(std::isnan(cells.doubles("precision_at_10")[0]));
  CHECK(cells.integers("positives") == std::vector<std::int64_t>{6, 6});
  CHECK(moments.texts("until") == std::vector<std::string>{"1972-01-01"});
  CHECK(moments.integers("by_unseen") == std::vector<std::int64_t>{2});
}

TEST_CASE("backtest_tables: every column says what it is") {
  const auto cuts = one_cut();
  for (const NamedTable& named : backtest_tables(cuts, backtest_verdicts(cuts)))
    for (const std::string& column : named.table.column_names()) {
      INFO(named.name << "." << column);
      CHECK_FALSE(named.table.info(column).meaning.empty());
      CHECK(named.table.info(column).method == "backtest");
    }
}
