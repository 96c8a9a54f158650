#include "algorithms/customer_value/lifetime_tables.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::StudyBuilder;

const Network& network() {
  static const Network kNetwork = StudyBuilder().person("ann").person("bob").context("c").build();
  return kNetwork;
}

TEST_CASE("lifetime tables: customers with units, nulls for what is unknown, groups by name") {
  const std::vector<std::string> groups = {"not referred", "referred"};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<LifetimeRow> rows(2);
  rows[0] = {{.person = 1, .repeats = 2},
             {2.0, 3.0, 9.0},
             {2.0, 7.5},
             1,
             {0.5, 1.25, 8.0, 10.0, 1.5, 0.0, 40.0},
             FitSource::Own,
             FitSource::Mean};
  rows[1].forecast = {nan, nan, nan, nan, nan, nan, nan};
  const auto [name, table] =
      LifetimeTableMaker{network(), "some_model", groups, "week"}.customers(rows);
  CHECK(name == "clv");
  CHECK(table.texts("person_id") == std::vector<std::string>{"bob", "ann"});
  CHECK(table.texts("group") == std::vector<std::string>{"referred", "not referred"});
  CHECK(table.texts("frequency") == std::vector<std::string>{"2", "0"});
  CHECK(table.texts("repeat_spend") == std::vector<std::string>{"7.5", ""});
  CHECK(table.texts("clv") == std::vector<std::string>{"10", ""});
  CHECK(table.texts("clv_high") == std::vector<std::string>{"40", ""});
  CHECK(table.texts("fit") == std::vector<std::string>{"own", "none"});
  CHECK(table.texts("spend_fit") == std::vector<std::string>{"mean", "none"});
  CHECK(table.info("age").unit == "weeks");
  CHECK(table.info("clv").unit == "money");
  CHECK(table.info("clv").method == "some_model");
}

TEST_CASE("lifetime tables: each parameter with its error, ratios of rates turned round") {
  const std::vector<std::string> groups = {"x", "y"};
  ContextFit fit{.context = 0};
  fit.buying.kind = BuyingModelKind::ParetoNbd;
  fit.buying.num_groups = 2;
  fit.buying.estimate = {{0.0, 1.0, 2.0, 3.0, std::log(0.5)}, -12.5, 1e-9, 40, true, {}};
  fit.buying.estimate.covariance.assign(25, 0.0);
  fit.buying.estimate.covariance[24] = 0.04;
  fit.buying.customers = 9.0;
  fit.buying.repeat_buyers = 4.0;
  ContextFit pooled = fit;
  pooled.context = kEveryContext;
  pooled.spending.estimate = {{0.0, 1.0, 2.0}, -5.0, 0.0, 30, true, std::vector<double>(9)};
  const ContextFit fits[] = {fit, pooled};
  const Table table = LifetimeTableMaker{network(), "some_model", groups, "day"}.fits(fits).table;
  const auto names = table.texts("parameter"), contexts = table.texts("context_id");
  REQUIRE(names.size() == 6 + 9);
  CHECK(names[2] == "s");
  CHECK(names[4] == "rate of y / x");
  CHECK(names[5] == "correlation of frequency and spend");
  CHECK(contexts[0] == "c");
  CHECK(contexts[6].empty());
  CHECK(table.doubles("estimate")[1] == Approx(std::exp(1.0)));
  CHECK(table.doubles("estimate")[4] == Approx(2.0));
  CHECK(table.doubles("standard_error")[4] == Approx(0.4));
  CHECK(table.doubles("low")[4] == Approx(2.0 * std::exp(-1.96 * 0.2)).epsilon(1e-4));
  CHECK(table.doubles("high")[4] == Approx(2.0 * std::exp(1.96 * 0.2)).epsilon(1e-4));
  CHECK(table.texts("standard_error")[5].empty());
  CHECK(table.texts("converged")[0] == "yes");
  CHECK(table.integers("repeat_buyers")[0] == 4);
}

TEST_CASE("lifetime tables: tracking and conditional purchases") {
  const std::vector<std::string> none;
  const LifetimeTableMaker maker{network(), "some_model", none, "month"};
  const TrackedRow tracked[] = {{0, {3, 365, true, 5.0, 4.5, 9.0, 8.5}}};
  const auto [name, table] = maker.tracking(tracked);
  CHECK(name == "clv_tracking");
  CHECK(table.texts("last_day") == std::vector<std::string>{"1971-01-01"});
  CHECK(table.texts("held_out") == std::vector<std::string>{"yes"});
  CHECK(table.doubles("expected_total") == std::vector<double>{8.5});
  CHECK(table.info("period").unit == "months");
  const ConditionalRow conditional[] = {{0, {7, 12, 1.5, 1.25}}};
  const Table groups = maker.conditional(conditional).table;
  CHECK(groups.texts("frequency") == std::vector<std::string>{"7"});
  CHECK(groups.doubles("actual") == std::vector<double>{1.5});
  CHECK(maker.customers({}).table.num_rows() == 0);
  CHECK(maker.customers({}).table.has("clv_error"));
}

}  // namespace
}  // namespace grapevine
