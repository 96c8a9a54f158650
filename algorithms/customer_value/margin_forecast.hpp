#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "algorithms/customer_value/economics.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// What one newcomer is still expected to bring up to the horizon. NaN without a horizon.
struct ForecastMargin {
  double margin = std::numeric_limits<double>::quiet_NaN();  ///< In major units, undiscounted.
  double present_value = margin;                             ///< As of joining.
  double missing = margin;  ///< Periods to come that nobody has completed: not forecast.
};

/// Margin of newcomers in the k-th period after joining, from those who have completed it.
struct DevelopmentPeriod {
  ContextId context = kEveryContext;                       ///< kEveryContext: all together.
  std::int64_t period = 1;                                 ///< t of the CRV formula.
  std::int64_t newcomers = 0;                              ///< Who have completed it.
  double mean = std::numeric_limits<double>::quiet_NaN();  ///< Margin of one of them.
  double deviation = mean;   ///< Standard deviation within contexts, the same in all; NaN: unknown.
  double credibility = 0.0;  ///< Weight of the context's own mean; the rest is that of all.
  double expected = mean;    ///< What is forecast.
};

struct MarginForecast {
  std::vector<ForecastMargin> acquisitions;  ///< In their order.
  /// Contexts one after the other, all together last; each with the periods that somebody has
  /// completed. Empty without a horizon.
  std::vector<DevelopmentPeriod> development;
};

/// The additive (incremental) development of cohorts: a newcomer's expected margin in period k is
/// the mean over those whose k-th period lies before the study's end (Schmidt, Zocher 2005, The
/// additive method, for claims reserves: incremental loss ratios). Of a period that the end cuts,
/// what completed ones brought after the same time in it. A context's mean is shrunk to that of all
/// contexts by credibility Z = n / (n + s^2 / a), s^2 being the variance within and a that between
/// contexts in that period (Buehlmann, Straub 1970, unbiased estimators; Z = 0 where a <= 0).
/// Periods are those of the CRV formula, the last one cut by the horizon, discounted likewise.
///
/// The forecast begins where observation ends: at the study's end, or after the last purchase if
/// that is later; nothing from the end on moves it. Newcomers to come are not in it. The marketing
/// cost is not either: up to a horizon `value_acquisitions` has charged all of it.
/// O(purchases log purchases + contexts x periods).
MarginForecast forecast_margins(const Network& network, const Journeys& journeys,
                                const EconomicsOptions& options);

/// The table `margin_development`.
NamedTable development_table(const Network& network,
                             std::span<const DevelopmentPeriod> development);

}  // namespace grapevine
