#pragma once
#include <span>
#include <string>
#include <vector>

#include "algorithms/evaluation/judged_cut.hpp"

namespace grapevine {

/// One score against one other: the difference in AUC, cell by cell.
struct Comparison {
  std::string to;               ///< Empty: there is nothing to compare with.
  PairedDifference difference;  ///< Contexts (or, within one, cuts) are resampled whole.
  PairedDifference over_cells;  ///< The same with every cell by itself.
  Verdict verdict = Verdict::CannotBeJudged;
};

/// What may be said of a score beside those that know no contexts: the first of these that holds.
enum class Reading {
  None,            ///< Of a baseline that knows no contexts, or of one context.
  CannotBeJudged,  ///< Fewer than three contexts, or fewer than 50 referrals before every cut.
  Failed,          ///< Its mean AUC lies below that of `to_count`: the sign alone decides.
  KnowsNoContext,  ///< It says the same of people in every context.
  Better,          ///< Than the best baseline without contexts, by the whole interval.
  NotProven
};

/// "", "cannot be judged", "the score failed on your own past: show the count", "knows no context",
/// "better than what knows no context", "not proven here".
std::string_view reading_text(Reading reading);

/// What all cells, or those of one context, say of a score.
struct ScoreVerdict {
  std::string score;
  ScoreKind kind = ScoreKind::Provider;
  std::string context;  ///< Empty: all.
  std::size_t cells = 0;
  CellMeasures mean;                ///< Of the cells that have the measure.
  Comparison to_best_baseline;      ///< The one with the highest mean AUC over the same cells.
  Comparison to_best_general;       ///< Of the baselines that know no contexts.
  Comparison to_best_in_context;    ///< Of the baselines that know them.
  Comparison to_count;              ///< The decayed count of what people did, anywhere.
  Reading reading = Reading::None;  ///< Over all cells alone.
};

struct BacktestVerdicts {
  std::vector<ScoreVerdict> overall;     ///< By mean AUC, the highest first.
  std::vector<ScoreVerdict> by_context;  ///< Contexts in the order of their ids, then likewise.
  std::vector<std::string> warnings;
};

/// Compares every score with the best baseline, which is picked in hindsight: that favours the
/// baseline. Contexts are the clusters of the resamples over all cells, cuts those within one
/// context; fewer than three cannot be judged. A baseline is compared with the best of the others.
///
/// The warnings say where the figures are not to be believed: ties and answers that nothing dates
/// before the cut; outcomes that run along such ties, which ties degree to the outcome; too few
/// outcomes; a number of referrals that more than doubled or halved from the window before the cut
/// to that after it; outcomes by people whom nobody could have known. O(scores x cells x draws).
BacktestVerdicts backtest_verdicts(std::span<const JudgedCut> cuts,
                                   const BacktestOptions& options = {});

}  // namespace grapevine
