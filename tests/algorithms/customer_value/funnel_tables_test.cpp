#include "algorithms/customer_value/funnel_tables.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

Network two_contexts() { return testing::StudyBuilder().context("c").context("d").build(); }

TEST_CASE("funnel_tables: touches without surveys fill one half of a row, surveys the other") {
  const std::vector<FunnelRow> rows{
      {.context = 1, .segment = "all", .people = 8, .did = 4, .joined = 2, .have_touches = true},
      {.segment = "miser",
       .people = 8,
       .asked = 5,
       .intends = 3,
       .asked_whether = 2,
       .says_did = 1}};
  const NamedTable named = funnel_table(two_contexts(), rows);
  const Table& table = named.table;
  CHECK(named.name == "funnel");
  CHECK(table.texts("context_id") == std::vector<std::string>{"d", ""});
  CHECK(table.texts("did") == std::vector<std::string>{"4", ""});
  CHECK(table.texts("joined_share") == std::vector<std::string>{"0.5", ""});
  CHECK(table.texts("profitable") == std::vector<std::string>{"0", ""});
  CHECK(table.texts("intends") == std::vector<std::string>{"", "3"});
  CHECK(table.texts("intends_share") == std::vector<std::string>{"", "0.6"});
  CHECK(table.texts("intends_says_did") == std::vector<std::string>{"", "0"});
  CHECK(table.texts("intends_did") == std::vector<std::string>{"", ""});
  CHECK(table.texts("nps") == std::vector<std::string>{"", ""});
  CHECK(table.texts("not_asked") ==
        std::vector<std::string>{"intends, did_recommend, nps", "nps, touches"});
}

TEST_CASE("funnel_tables: every reading of a correlation") {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const auto read = [&](double value, double low, double high) {
    const std::vector<IntentCorrelation> rows{
        {0, "all", "nps", "crv", "spearman", {value, low, high, 20}}};
    return correlations_table(two_contexts(), rows).table.texts("reading")[0];
  };
  CHECK(read(0.5, 0.1, 0.8) == "what they say goes with what they bring");
  CHECK(read(-0.5, -0.8, -0.1) == "what they say goes against what they bring");
  CHECK(read(0.1, -0.1, 0.3) == "not proven that what they say goes with what they bring");
  CHECK(read(0.5, none, none) == "cannot be judged: too few people");
  CHECK(read(none, none, none) == "cannot be judged: all alike");
}

TEST_CASE("funnel_tables: without rows both have their columns") {
  CHECK(funnel_table(two_contexts(), {}).table.column_names().size() == 29);
  CHECK(correlations_table(two_contexts(), {}).table.column_names().size() == 10);
}

}  // namespace
}  // namespace grapevine
