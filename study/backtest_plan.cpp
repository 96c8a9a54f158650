#include "study/backtest_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/base/error.hpp"
#include "engine/base/time_span.hpp"

namespace grapevine {
namespace {

/// Where an option was given, for its error.
std::string place_of(const OptionMap& options, const char* name) {
  const auto found = options.find(name);
  return found == options.end() ? "backtest" : found->second.place;
}

class Moments {
 public:
  Moments(const OptionMap& options, TimeUnit unit)
      : options_(options),
        unit_(unit),
        plan_(parse_options<BacktestPlan>(options_among(options, describe<BacktestPlan>()))) {}

  std::vector<BacktestMoments> all(Time known_until) const {
    if (plan_.cuts.empty())
      throw Error(ErrorCode::InvalidOption, "backtest", "there is no cut",
                  "give --cut 2018-01-01, or cut = [...] in [backtest]");
    const TimeSpan horizon = span("horizon", plan_.horizon);
    std::vector<BacktestMoments> moments;
    for (const std::string& text : plan_.cuts) {
      const auto cut = parse_time(text, unit_);
      if (!cut)
        throw Error(ErrorCode::InvalidOption, place_of(options_, "cut"),
                    "expected a time, found " + in_quotes(text), "write 2018-01-01");
      moments.push_back({Time::min(), *cut, moved(*cut, horizon)});
      if (!plan_.lookback.empty())
        moments.back().since = moved(*cut, span("lookback", plan_.lookback), -1);
      if (!plan_.newcomer_horizon.empty())
        moments.back().newcomers_until =
            moved(*cut, span("newcomer_horizon", plan_.newcomer_horizon));
      if (!plan_.newcomer_within.empty())
        moments.back().newcomer_within = span("newcomer_within", plan_.newcomer_within);
      if (moments.back().known_until() > known_until)
        refuse_open_end(text, moments.back(), known_until);
    }
    std::ranges::sort(moments, {}, &BacktestMoments::cut);
    return moments;
  }

 private:
  TimeSpan span(const char* name, const std::string& text) const {
    const auto span = parse_time_span(text, unit_);
    if (span) return *span;
    throw Error(ErrorCode::InvalidOption, place_of(options_, name),
                text.empty() ? fmt::format("there is no {}", name)
                             : fmt::format("expected a length of time, found {}", in_quotes(text)),
                fmt::format("write {} = 2y, 6m, 90d or 3600s", name));
  }

  void refuse_open_end(const std::string& text, const BacktestMoments& moments,
                       Time known_until) const {
    throw Error(ErrorCode::InvalidOption, place_of(options_, "cut"),
                fmt::format("what follows the cut {} is to be known until {}, and the study ends "
                            "before {}",
                            text, time_text(moments.known_until()), time_text(known_until)),
                "cut earlier, shorten the horizon, or declare end in [study]");
  }

  const OptionMap& options_;
  TimeUnit unit_;
  BacktestPlan plan_;
};

}  // namespace

std::vector<OptionInfo> backtest_option_infos() {
  std::vector<OptionInfo> infos = describe<BacktestPlan>();
  std::ranges::copy(describe<BacktestOptions>(), std::back_inserter(infos));
  return infos;
}

BacktestOptions backtest_options(const OptionMap& options) {
  return parse_options<BacktestOptions>(options_among(options, describe<BacktestOptions>()));
}

std::vector<BacktestMoments> backtest_moments(const OptionMap& options, TimeUnit unit,
                                              Time known_until) {
  return Moments(options, unit).all(known_until);
}

}  // namespace grapevine
