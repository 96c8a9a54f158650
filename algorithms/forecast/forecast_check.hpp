#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/evaluation/paired_bootstrap.hpp"
#include "algorithms/forecast/referral_model.hpp"

namespace grapevine {

/// What people may be ranked by.
enum class ForecastScore {
  Fitted,                  ///< The forecast, its context features included.
  General,                 ///< The same model without contexts.
  ActivityDecayed,         ///< What a person did anywhere, halved every horizon.
  ContextActivityDecayed,  ///< In the context; equal counts parted by the one anywhere.
  ContextPageRank,         ///< Walk from who acted in the context.
  InDegreeXActed           ///< In-degree of who has acted in the context.
};
inline constexpr std::string_view kForecastScoreNames[] = {
    "fitted forecast",          "model without context", "activity_decayed",
    "context_activity_decayed", "context_pagerank",      "in_degree_x_acted"};
inline constexpr std::size_t kNumForecastScores = std::size(kForecastScoreNames);

/// A score that nothing was fitted for. Requires one that is.
std::vector<double> untrained_score(const ForecastWindow& window, ForecastScore score,
                                    const std::vector<std::string>& kinds);

/// How the scores did on the last finished window, each from what was known before it.
struct ForecastCheck {
  /// Mean area under the ROC curve over contexts; absent: cannot be judged.
  std::array<std::optional<double>, kNumForecastScores> auc;
  ForecastScore chosen = ForecastScore::Fitted;
  std::size_t contexts = 0;                          ///< Judged: with enough who referred.
  std::optional<PairedDifference> context;           ///< Fitted less General, over contexts.
  std::int64_t referrals = 0, referrals_before = 0;  ///< In the last window, and the one before.
  /// Of the fitted forecast where each context has the features of the one behind it, in learning
  /// and in judging: what is left is no knowledge of contexts.
  std::optional<double> placebo_auc;
  std::int64_t by_unseen = 0;  ///< Of the last window's, by people whom nothing before it names.

  /// "context helps", "not proven here", "cannot be judged".
  std::string_view context_verdict() const;
  /// Whether referrals doubled or halved between the last two windows: then the level of a forecast
  /// is not to be trusted.
  bool regime_changed() const;
};

struct ForecastCheckOptions {
  double margin = 0.02;     ///< By which another score must lead to be chosen.
  int least_positives = 5;  ///< Of a context that is judged.
  std::uint64_t seed = 0;
};

/// The window with the features of contexts, and their records, moved on by one context.
ForecastWindow with_contexts_moved(ForecastWindow window);

/// Windows of one history at lags of so many horizons before a moment, each made once.
class ForecastHistory {
 public:
  /// All must outlive the object.
  ForecastHistory(ForecastWindows& windows, const ForecastMoment& now)
      : windows_(windows), now_(now) {}

  /// Of the pool in the largest contexts, `lag` horizons before now.
  const ForecastWindow& window(double lag);

  /// The windows that a model for `lag` learns from: those that had ended, 1, 1.5 and 2 horizons
  /// before it, as far as `least_referrals` came before them. The last first.
  ForecastPast training(double lag, std::int64_t least_referrals);

  /// Of windows that lie further back: their memory.
  void forget_before(double lag);

  ForecastMoment moment(double lag) const { return lag == 0.0 ? now_ : now_.earlier(lag); }
  const ForecastWindows& windows() const { return windows_; }

 private:
  ForecastWindows& windows_;
  ForecastMoment now_;
  std::map<double, ForecastWindow> made_;
};

/// Trains on what was known a horizon ago and judges by what came since. The fitted forecast is
/// chosen unless another leads by more than the margin, or it could not be trained and another
/// could be judged. O(the fits).
ForecastCheck check_forecast(ForecastHistory& history, const ForecastStreams& streams,
                             std::int64_t least_referrals, const LogLinearOptions& fit,
                             const ForecastCheckOptions& options = {});

}  // namespace grapevine
