#include "algorithms/evaluation/backtest_verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::int64_t kFewestPastReferrals = 50;
constexpr std::size_t kFewestContexts = 3;
constexpr double kChangedBy = 2.0;
constexpr double kMostlyAlongTies = 0.9;
/// What a score must not fall behind: what people did lately, anywhere, with nothing learnt.
constexpr std::string_view kPlainCount = "activity_decayed";

/// A measure by its member, to take means of all of them alike.
constexpr std::optional<double> CellMeasures::* kMeasures[] = {
    &CellMeasures::auc,
    &CellMeasures::average_precision,
    &CellMeasures::precision_at_10,
    &CellMeasures::precision_at_1_percent,
    &CellMeasures::precision_at_5_percent,
    &CellMeasures::lift_at_10,
    &CellMeasures::lift_at_1_percent,
    &CellMeasures::lift_at_5_percent,
    &CellMeasures::captured_at_1_percent,
    &CellMeasures::captured_at_5_percent,
    &CellMeasures::captured_at_10_percent,
    &CellMeasures::kendall_tau};

/// A cell as one score sees it.
struct Seen {
  std::uint32_t context, cut;
  const CellMeasures* measures;
};
/// Of one score the cells that have it, in the order of cuts.
using SeenBy = std::vector<std::vector<Seen>>;

CellMeasures mean_of(const std::vector<Seen>& cells) {
  CellMeasures mean;
  for (const auto measure : kMeasures) {
    double sum = 0.0;
    int count = 0;
    for (const Seen& cell : cells)
      if (const auto& value = cell.measures->*measure) sum += *value, ++count;
    if (count > 0) mean.*measure = sum / count;
  }
  return mean;
}

/// Which baselines a score is compared with; the best of them.
enum class Rivals { All, General, InContext, PlainCount };

bool is_rival(const ScoreVerdict& score, Rivals rivals) {
  switch (rivals) {
    case Rivals::All:
      break;
    case Rivals::General:
      return score.kind == ScoreKind::General;
    case Rivals::InContext:
      return score.kind == ScoreKind::InContext;
    case Rivals::PlainCount:
      return score.score == kPlainCount;
  }
  return score.kind != ScoreKind::Provider;
}

class Judge {
 public:
  Judge(std::span<const JudgedCut> cuts, const BacktestOptions& options)
      : cuts_(cuts), options_(options) {
    std::set<std::string> contexts;
    for (const JudgedCut& cut : cuts)
      for (const JudgedCell& cell : cut.cells) contexts.insert(cell.context);
    contexts_.assign(contexts.begin(), contexts.end());
    for (std::uint32_t t = 0; t < cuts.size(); ++t) add(t);
  }

  BacktestVerdicts judge() {
    BacktestVerdicts verdicts;
    verdicts.overall = judged(seen_, "", /*by_context=*/true);
    for (ScoreVerdict& v : verdicts.overall) v.reading = reading_of(v);
    for (std::uint32_t c = 0; c < contexts_.size(); ++c) {
      SeenBy here = seen_;
      for (std::vector<Seen>& cells : here)
        std::erase_if(cells, [&](const Seen& cell) { return cell.context != c; });
      std::ranges::move(judged(here, contexts_[c], /*by_context=*/false),
                        std::back_inserter(verdicts.by_context));
    }
    return verdicts;
  }

 private:
  void add(std::uint32_t t) {
    for (std::size_t s = 0; s < cuts_[t].scores.size(); ++s) {
      const auto& score = cuts_[t].scores[s];
      auto known = std::ranges::find(names_, score);
      if (known == names_.end()) {
        known = names_.insert(names_.end(), score);
        seen_.emplace_back();
        same_everywhere_.push_back(true);
      }
      const auto place = static_cast<std::size_t>(known - names_.begin());
      same_everywhere_[place] = same_everywhere_[place] && says_the_same(cuts_[t], s);
      for (const JudgedCell& cell : cuts_[t].cells)
        if (cell.by_score[s].auc)
          seen_[place].push_back({place_of(cell.context), t, &cell.by_score[s]});
    }
  }

  static bool says_the_same(const JudgedCut& cut, std::size_t score) {
    return score < cut.same_everywhere.size() && cut.same_everywhere[score];
  }

  Reading reading_of(const ScoreVerdict& v) const {
    if (v.kind == ScoreKind::General) return Reading::None;
    const bool little_known = std::ranges::all_of(cuts_, [](const JudgedCut& cut) {
      return cut.cells.empty() || cut.past_referrals < kFewestPastReferrals;
    });
    const PairedDifference& general = v.to_best_general.difference;
    if (little_known || general.clusters < kFewestContexts) return Reading::CannotBeJudged;
    if (v.to_count.difference.mean < 0.0) return Reading::Failed;
    const auto name = std::ranges::find(names_, std::pair(v.score, v.kind));
    if (same_everywhere_[static_cast<std::size_t>(name - names_.begin())])
      return Reading::KnowsNoContext;
    return general.low > 0.0 ? Reading::Better : Reading::NotProven;
  }

  std::uint32_t place_of(const std::string& context) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(contexts_, context) -
                                      contexts_.begin());
  }

  std::vector<ScoreVerdict> judged(const SeenBy& seen, const std::string& context,
                                   bool by_context) const {
    std::vector<ScoreVerdict> all(names_.size());
    for (std::size_t s = 0; s < all.size(); ++s) {
      all[s] = {.score = names_[s].first,
                .kind = names_[s].second,
                .context = context,
                .cells = seen[s].size(),
                .mean = mean_of(seen[s])};
    }
    for_each_index(
        all.size(),
        [&](std::size_t s) {
          all[s].to_best_baseline = compared(seen, all, s, by_context, Rivals::All);
          all[s].to_best_general = compared(seen, all, s, by_context, Rivals::General);
          all[s].to_best_in_context = compared(seen, all, s, by_context, Rivals::InContext);
          all[s].to_count = compared(seen, all, s, by_context, Rivals::PlainCount);
        },
        1);
    std::erase_if(all, [](const ScoreVerdict& v) { return v.cells == 0; });
    return best_first(std::move(all));
  }

  /// By mean AUC; equal ones as they were.
  static std::vector<ScoreVerdict> best_first(std::vector<ScoreVerdict> all) {
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {},
                      [&](std::size_t v) { return std::pair(-all[v].mean.auc.value_or(0.0), v); });
    std::vector<ScoreVerdict> sorted;
    for (const std::size_t v : order) sorted.push_back(std::move(all[v]));
    return sorted;
  }

  Comparison compared(const SeenBy& seen, const std::vector<ScoreVerdict>& all, std::size_t s,
                      bool by_context, Rivals rivals) const {
    std::optional<std::size_t> best;
    for (std::size_t b = 0; b < all.size(); ++b)
      if (is_rival(all[b], rivals) && b != s && all[b].mean.auc &&
          (!best || *all[b].mean.auc > *all[*best].mean.auc))
        best = b;
    if (!best || seen[s].empty()) return {};
    std::vector<double> difference;
    std::vector<std::uint32_t> cluster;
    for (const Seen& ours : seen[s])
      for (const Seen& theirs : seen[*best])
        if (ours.context == theirs.context && ours.cut == theirs.cut) {
          difference.push_back(*ours.measures->auc - *theirs.measures->auc);
          cluster.push_back(by_context ? ours.context : ours.cut);
        }
    Comparison result{.to = all[*best].score};
    if (difference.empty()) return result;
    const BootstrapOptions how{
        .draws = options_.draws, .level = options_.level, .seed = options_.seed};
    result.difference = paired_bootstrap(difference, cluster, how);
    std::iota(cluster.begin(), cluster.end(), 0U);
    result.over_cells = paired_bootstrap(difference, cluster, how);
    result.verdict = verdict_of(result.difference, kFewestContexts);
    return result;
  }

  std::span<const JudgedCut> cuts_;
  const BacktestOptions& options_;
  std::vector<std::string> contexts_;
  std::vector<std::pair<std::string, ScoreKind>> names_;
  std::vector<bool> same_everywhere_;  ///< In the order of names_.
  SeenBy seen_;
};

std::string percent_of(std::int64_t count, std::int64_t of) {
  return fmt::format("{:.0f} %", 100.0 * static_cast<double>(count) / static_cast<double>(of));
}

bool has_changed(std::int64_t before, std::int64_t after) {
  const auto a = static_cast<double>(after), b = static_cast<double>(before);
  return a > kChangedBy * b || b > kChangedBy * a;
}

/// Scores that are judged at no cut, or not at all of them.
void warn_of_left_out(std::span<const JudgedCut> cuts, std::vector<std::string>& warnings) {
  std::set<std::string> names;
  for (const JudgedCut& cut : cuts) names.insert(cut.left_out.begin(), cut.left_out.end());
  if (names.empty()) return;
  warnings.push_back(
      "left out where they are the same of all of whom they say anything, and silent of others: " +
      joined({names.begin(), names.end()}));
}

/// What makes figures of one cut hard to believe.
void warn_of(const JudgedCut& cut, std::vector<std::string>& warnings) {
  const std::string at = "cut " + time_text(cut.moments.cut) + ": ";
  if (cut.undated_ties > 0)
    warnings.push_back(fmt::format(
        "{}{} of {} ties have no date: they may have been measured after the cut, and every score "
        "that uses ties profits",
        at, grouped(static_cast<std::int64_t>(cut.undated_ties)),
        grouped(static_cast<std::int64_t>(cut.ties))));
  if (cut.undated_answers > 0)
    warnings.push_back(fmt::format(
        "{}{} survey answers and mentions have no date: they may have been given after the cut", at,
        grouped(static_cast<std::int64_t>(cut.undated_answers))));
  const std::int64_t known = cut.outcomes - cut.by_unseen;
  if (known > 0 &&
      static_cast<double>(cut.along_ties) > kMostlyAlongTies * static_cast<double>(known))
    warnings.push_back(fmt::format(
        "{}{} of outcomes run along undated ties: degree is tied to the outcome mechanically", at,
        percent_of(cut.along_ties, known)));
  if (cut.past_referrals < kFewestPastReferrals)
    warnings.push_back(fmt::format("{}only {} referrals before it: too few to learn from", at,
                                   cut.past_referrals));
  if (cut.cells.size() < kFewestContexts)
    warnings.push_back(at +
                       (cut.cells.empty()       ? "no context has"
                        : cut.cells.size() == 1 ? "one context has"
                                                : "two contexts have") +
                       " enough outcomes to be judged");
  if (cut.outcomes_before && has_changed(*cut.outcomes_before, cut.outcomes))
    warnings.push_back(fmt::format(
        "{}{} referrals after it, {} in the window before: the regime changed, so take ranks, and "
        "no expected numbers",
        at, grouped(cut.outcomes), grouped(*cut.outcomes_before)));
  if (cut.by_unseen > 0)
    warnings.push_back(
        fmt::format("{}{} of outcomes are by people never seen before: nobody's to "
                    "predict",
                    at, percent_of(cut.by_unseen, cut.outcomes)));
}

}  // namespace

std::string_view reading_text(Reading reading) {
  switch (reading) {
    case Reading::None:
      break;
    case Reading::CannotBeJudged:
      return "cannot be judged";
    case Reading::Failed:
      return "the score failed on your own past: show the count";
    case Reading::KnowsNoContext:
      return "knows no context";
    case Reading::Better:
      return "better than what knows no context";
    case Reading::NotProven:
      return "not proven here";
  }
  return "";
}

BacktestVerdicts backtest_verdicts(std::span<const JudgedCut> cuts,
                                   const BacktestOptions& options) {
  validate(options);
  BacktestVerdicts verdicts = Judge(cuts, options).judge();
  for (const JudgedCut& cut : cuts) warn_of(cut, verdicts.warnings);
  warn_of_left_out(cuts, verdicts.warnings);
  return verdicts;
}

}  // namespace grapevine
