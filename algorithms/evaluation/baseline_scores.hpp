#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/evaluation/context_events.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// How a score came to be.
enum class ScoreKind {
  General,    ///< A baseline that knows no contexts.
  InContext,  ///< A baseline that does.
  Provider    ///< A column of the study's own scores.
};
inline constexpr std::string_view kScoreKindNames[] = {"general baseline", "context baseline",
                                                       "score"};

/// One score of everybody: of each chosen context, or of all alike.
struct JudgedScore {
  std::string name;
  ScoreKind kind = ScoreKind::Provider;
  std::vector<std::vector<double>> values;  ///< One list per context, or one alone; per person.

  std::span<const double> in(std::size_t context) const {
    return values.size() == 1 ? values[0] : values[context];
  }
};

/// What was known at a cut, as far as the baselines use it.
struct BaselineInputs {
  NodeId num_people = 0;
  std::size_t num_contexts = 0;     ///< Of the study, chosen or not.
  std::vector<ContextId> contexts;  ///< The chosen ones.
  const Graph& walk;                ///< From the influenced to the influencer.
  std::vector<ContextEvent> referrals, activity, seeds;
  Time since, cut;
  double horizon_days = 0.0;
};

struct BaselineOptions {
  double damping = 0.85;
  double context_factor = 10.0;
  double seed_floor = 0.001;
  bool decayed_seeds = true;
  bool part_ties = true;
  std::uint64_t seed = 0;
};

/// The scores that a new one has to beat, each computed from the past alone: `random`; of the walk
/// `in_degree`, `pagerank`, and `context_pagerank` from who acted in the context; counts of what a
/// person did and of whom a person brought, plain and halved every horizon, anywhere and in the
/// context (there the count anywhere parts those who are equal); `in_degree_x_acted`, the in-degree
/// of who has acted in the context. The definitions are those of the study of eight public data
/// sets that docs/backtest.md reports. O(events + contexts x iterations x (people + ties)).
std::vector<JudgedScore> baseline_scores(const BaselineInputs& inputs,
                                         const BaselineOptions& options = {});

}  // namespace grapevine
