#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/evaluation/judged_cut.hpp"
#include "engine/base/time.hpp"
#include "engine/registry/options.hpp"

namespace grapevine {

/// The section of a study that holds BacktestPlan and BacktestOptions.
inline constexpr std::string_view kBacktestSection = "backtest";

/// When to cut, and how far to foretell.
struct BacktestPlan {
  std::vector<std::string> cuts;
  std::string horizon, lookback, newcomer_horizon, newcomer_within;

  static constexpr auto fields() {
    using P = BacktestPlan;
    return std::tuple{
        field("cut", &P::cuts, "Where to cut: moments, such as 2018-01-01"),
        field("horizon", &P::horizon,
              "How far ahead to foretell: 2y, 6m, 90d, or a number of the study's unit of time"),
        field("lookback", &P::lookback,
              "How far back plain counts, touches of the walk and who is active go; absent: all"),
        field("newcomer_horizon", &P::newcomer_horizon,
              "How far ahead newcomers enter; absent: the horizon"),
        field("newcomer_within", &P::newcomer_within,
              "How long after they enter newcomer_purchases are counted; absent: to the horizon")};
  }
};

/// The options that the section and the command take.
std::vector<OptionInfo> backtest_option_infos();

/// The latter among options of both. Errors: InvalidOption.
BacktestOptions backtest_options(const OptionMap& options);

/// The moments of each cut, in the order of time. Errors: InvalidOption for no cut or horizon, one
/// that cannot be read, or a cut whose horizon ends after `known_until`.
std::vector<BacktestMoments> backtest_moments(const OptionMap& options, TimeUnit unit,
                                              Time known_until);

}  // namespace grapevine
