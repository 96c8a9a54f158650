#include "study/tie_ages.hpp"

#include <algorithm>

#include "engine/base/days.hpp"
#include "engine/base/error.hpp"
#include "engine/base/time_span.hpp"

namespace grapevine {
namespace {

/// The days before `end` in which a tie loses half its weight.
double half_life_days(const OptionValue& given, TimeUnit unit, Time end) {
  const std::string& text = given.items.front();
  const auto span = parse_time_span(text, unit);
  if (!span)
    throw Error(ErrorCode::InvalidOption, given.place,
                "expected a length of time, found " + in_quotes(text),
                "write half_life = \"2y\", \"6m\", \"90d\" or \"3600s\"");
  return days_between(moved(end, *span, -1), end);
}

void check_times(const Graph& ties, UndatedTies undated, const std::string& place) {
  const SharedArray<Time>& time = ties.columns().time;
  if (time.empty() && ties.num_edges() > 0)
    throw Error(ErrorCode::InvalidOption, place, "no tie of the study has a time",
                "leave it out, or name the column t of ties");
  const auto missing = std::ranges::count(time, kUndated);
  if (undated == UndatedTies::Refuse && missing > 0)
    throw Error(ErrorCode::BadInput, place, std::to_string(missing) + " ties have no time",
                "give them one, or say undated = \"keep\"");
}

}  // namespace

std::optional<Network> with_aged_ties(const StudyFile& study, const Network& network) {
  const OptionMap given = options_of(study, kWalkSection, describe<TieAgeOptions>());
  const auto options = parse_options<TieAgeOptions>(given);
  if (options.half_life.empty()) return std::nullopt;
  const OptionValue& half_life = given.at("half_life");
  const double days = half_life_days(half_life, study.tables.time_unit, network.end);
  check_times(network.ties, options.undated, half_life.place);
  if (network.ties.num_edges() == 0) return std::nullopt;
  Network aged = network;
  aged.ties = with_decayed_weights(network.ties, days, network.end, options.undated);
  return aged;
}

}  // namespace grapevine
