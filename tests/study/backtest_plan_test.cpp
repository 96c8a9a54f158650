#include "study/backtest_plan.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

OptionMap plan(const std::vector<std::string>& cuts, const std::string& horizon,
               const std::string& lookback = "") {
  OptionMap options;
  if (!cuts.empty()) options["cut"] = {cuts, "study.toml:9: backtest.cut"};
  if (!horizon.empty()) options["horizon"] = {{horizon}, "--horizon"};
  if (!lookback.empty()) options["lookback"] = {{lookback}, "--lookback"};
  return options;
}

std::string refused(const OptionMap& options) {
  return error_of([&] { backtest_moments(options, TimeUnit::Day, *parse_time("2020-01-01", {})); });
}

}  // namespace

TEST_CASE("backtest_moments: look-back, cut and horizon of each cut, in the order of time") {
  const auto moments = backtest_moments(plan({"2018-01-01", "2016-02-29"}, "1y", "4y"),
                                        TimeUnit::Day, *parse_time("2020-01-01", {}));
  REQUIRE(moments.size() == 2);
  CHECK(time_text(moments[0].since) == "2012-02-29");
  CHECK(time_text(moments[0].cut) == "2016-02-29");
  CHECK(time_text(moments[0].end) == "2017-02-28");
  CHECK(moments[0].horizon_days() == 365.0);
  CHECK(backtest_moments(plan({"1961"}, "3"), TimeUnit::Year, Time::max())[0].since == Time::min());
}

TEST_CASE("backtest_moments: what is missing or cannot be is refused where it was given") {
  CHECK(refused(plan({}, "1y")).starts_with("InvalidOption backtest: there is no cut; give --cut"));
  CHECK(refused(plan({"2018-01-01"}, "")).find("there is no horizon") != std::string::npos);
  CHECK(
      refused(plan({"soon"}, "1y"))
          .starts_with("InvalidOption study.toml:9: backtest.cut: expected a time, found 'soon'"));
  CHECK(refused(plan({"2018-01-01"}, "soon"))
            .starts_with("InvalidOption --horizon: expected a length of time, found 'soon'"));
  CHECK(refused(plan({"2018-01-01"}, "1y", "-1y")).starts_with("InvalidOption --lookback: "));
}

TEST_CASE("backtest_moments: a horizon beyond what is known would count the unknown as nobody") {
  CHECK(refused(plan({"2019-01-01"}, "1y")).empty());
  CHECK(refused(plan({"2019-01-02"}, "1y")).find("the study ends before 2020-01-01") !=
        std::string::npos);
}

TEST_CASE("backtest_moments: what newcomers do later has to be known as well") {
  OptionMap options = plan({"2017-01-01"}, "1y");
  options["newcomer_horizon"] = {{"6m"}, "--newcomer_horizon"};
  options["newcomer_within"] = {{"2y"}, "--newcomer_within"};
  const auto moments = backtest_moments(options, TimeUnit::Day, *parse_time("2020-01-01", {}));
  CHECK(time_text(moments[0].newcomers_until) == "2017-07-01");
  CHECK(time_text(moments[0].known_until()) == "2019-07-01");
  options["newcomer_within"] = {{"3y"}, "--newcomer_within"};
  CHECK(refused(options).find("is to be known until 2020-07-01") != std::string::npos);
}

TEST_CASE("backtest_option_infos: every option once") {
  std::vector<std::string> names;
  for (const OptionInfo& info : backtest_option_infos()) names.push_back(info.name);
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
  CHECK(std::ranges::binary_search(names, "horizon"));
  CHECK(std::ranges::binary_search(names, "pool"));
}
