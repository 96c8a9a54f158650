#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/forecast/forecast_check.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

/// Who may be the audience of a person: followers, by what they do, or those still to act.
enum class Audience {
  Detected,  ///< Newcomers where nobody has acted twice in a context, else Acts.
  Acts,      ///< What followers do in the context, halved every horizon.
  Newcomers  ///< Followers who have not acted in the context yet.
};
inline constexpr std::string_view kAudienceNames[] = {"detected", "acts", "newcomers"};

struct ReferralForecastOptions {
  std::string horizon = "1y", lookback;
  ReferralKind outcome = ReferralKind::Acquisitions;
  NamedNumbers roles;
  std::vector<std::string> activity = {"touches", "purchases"};
  PeoplePool pool = PeoplePool::Active;
  Audience audience = Audience::Detected;
  int contexts = 12;
  int least_referrals = 5;
  int least_history = 50;
  bool walk_ties = true, walk_touches = true, walk_recent = true;
  double damping = 0.85;
  double context_factor = 10.0;
  double ridge = 10.0;
  bool nonnegative = true;
  bool guard = true;
  double margin = 0.02;
  double level = 0.9;
  int listed = 100;

  static constexpr auto fields() {
    using O = ReferralForecastOptions;
    return std::tuple{
        field(
            "horizon", &O::horizon,
            "How far ahead referrals are foretold: 2y, 6m, 90d or 3600s; half-lives are a quarter "
            "of it, it, and four of it"),
        field("lookback", &O::lookback,
              "How far back who is active, and touches of the walk, go; absent: all"),
        field("outcome", &O::outcome, "What a referral is, as in a backtest", kReferralKindNames),
        field("roles", &O::roles,
              "Touches of a role without weight are no referrals; absent: as attribution has it"),
        field("activity", &O::activity,
              "What people do: touches (made), purchases, events; the first is what acting means"),
        field("pool", &O::pool, "Who is learnt from", kPeoplePoolNames),
        field("audience", &O::audience,
              "Whom a person may reach: followers by what they do, or those who have not acted yet",
              kAudienceNames),
        field("contexts", &O::contexts,
              "Learn from so many contexts, those with the most referrals within the look-back", 1,
              1e6),
        field("least_referrals", &O::least_referrals,
              "Nothing is learnt from a context with fewer referrals before", 0, 1e9),
        field("least_history", &O::least_history,
              "Nothing is learnt from a window with fewer referrals before it", 1, 1e9),
        field("walk_ties", &O::walk_ties, "Walks follow ties"),
        field("walk_touches", &O::walk_touches, "Walks follow touches"),
        field("walk_recent", &O::walk_recent, "Walks follow only touches within the look-back"),
        field("damping", &O::damping, "Chance of following a tie", 0.0, 0.999999),
        field("context_factor", &O::context_factor,
              "Weight of a context's own ties and touches is multiplied by this", 0.0, 1e9),
        field("ridge", &O::ridge, "Weights of standardised features are drawn to 0 by this", 0.0,
              1e12),
        field("nonnegative", &O::nonnegative,
              "No more of anything lowers a forecast: weights are at least 0"),
        field("guard", &O::guard,
              "Rank by a simpler score where it did better on the study's own past"),
        field("margin", &O::margin, "By so much AUC", 0.0, 1.0),
        field("level", &O::level, "Chance that an interval is meant to cover the count", 0.5,
              0.9999),
        field("listed", &O::listed, "People of each context whose forecasts are explained", 0,
              1e9)};
  }
};

struct ReferralForecastResult {
  std::vector<double> expected, low, high, crv, score;
  std::vector<NamedTable> tables;
  std::vector<std::string> warnings;
  Facts run_facts;

  Facts facts() const { return run_facts; }

  static constexpr auto columns() {
    using R = ReferralForecastResult;
    constexpr std::string_view kSource = "touches purchases ties";
    return std::tuple{
        column("expected_referrals", &R::expected, "referrals",
               "referrals that the person is expected to make within the horizon; null: not enough "
               "of the past to learn from, or its level is withheld",
               kSource),
        column("expected_referrals_low", &R::low, "referrals",
               "lower end of the interval of that count", kSource),
        column("expected_referrals_high", &R::high, "referrals",
               "upper end of the interval of that count", kSource),
        column("expected_crv", &R::crv, "money",
               "expected referrals times what one of the person's referrals is worth", "crv"),
        column("forecast_score", &R::score, "score",
               "what to rank by who refers next: the forecast before its level is set, or the "
               "simpler score that did better on the study's own past",
               kSource)};
  }
};

inline constexpr AlgorithmDoc kReferralForecastDoc{
    .name = "referral_forecast",
    .section = "forecast",
    .summary =
        "Who will bring others next, and how many: learnt from the study's own finished windows, "
        "with intervals, and checked against simpler scores on the last of them.",
    .complexity = "Time O(events + contexts (people + iterations x ties) + fit)",
    .reference =
        "A negative binomial log-linear prior (Hilbe 2011) with a discounted Gamma-Poisson update "
        "(Ehrenberg 1959; West, Harrison 1997); docs/forecast.md has the experiment behind it"};

/// Trains on windows of one horizon that ended by the study's end. Where fewer than
/// `least_history` referrals lie before the last of them all columns are NaN and a fact says so.
/// Makes the tables `forecast_check` (how each score did on the last window), `forecast_weights`
/// and `referral_forecasts` (the first people of each context, with the parts of their forecast,
/// whose product is the expectation). Errors: InvalidOption.
ReferralForecastResult referral_forecast(const ScoreInputs& inputs,
                                         const ReferralForecastOptions& options = {});

/// What the forecast looks at. Errors: InvalidOption for an unknown kind of activity.
ForecastStreams forecast_streams(const Network& network, const Journeys& journeys,
                                 const ReferralForecastOptions& options);

ForecastWindowOptions window_options(const ReferralForecastOptions& options);

/// The study's end, and how far around it matters. Errors: InvalidOption for a length of time that
/// cannot be read.
ForecastMoment forecast_moment(const Network& network, const ReferralForecastOptions& options);

}  // namespace grapevine
