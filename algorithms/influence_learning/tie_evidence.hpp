#pragma once
#include <string_view>
#include <vector>

#include "algorithms/influence_learning/action_log.hpp"
#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// How an action that v did after u, to whom v has a tie, speaks for that tie.
enum class LearningMethod {
  Bernoulli,      ///< Whole, of all actions of u.
  Jaccard,        ///< Whole, of all actions of u or v.
  PartialCredit,  ///< Shared evenly with the others who were before v, of all actions of u.
  Likelihood      ///< Shared as the chances say, of those where u could have moved v.
};
inline constexpr std::string_view kLearningMethodNames[] = {"bernoulli", "jaccard",
                                                            "partial_credit", "em"};

struct EvidenceOptions {
  LearningMethod method = LearningMethod::Likelihood;
  double window_days = 0.0;  ///< Who acts later than so long after u does not follow u; 0: never.
  double tolerance = 1e-6;   ///< Largest change of a chance at which the likelihood's steps end.
  int max_iterations = 200;
};

/// What actions say of each tie, by EdgeId: `followed` of `tried` times. The ratio is the learned
/// chance, and may be 0 / 0.
struct TieEvidence {
  std::vector<double> followed, tried;
  std::vector<double> mean_delay_days;  ///< Of those who followed; NaN where nobody did.
  int iterations = 0;                   ///< Of the likelihood's steps.
  bool converged = true;

  double chance(EdgeId e) const { return tried[e] > 0.0 ? followed[e] / tried[e] : 0.0; }
};

/// Ties of the view lead from who influences to who is influenced; one counts for an act if it had
/// begun by then, and had not ended when its source acted. Acts at the same time follow nobody.
///
/// The first three methods, and the window, are those of Goyal, Bonchi, Lakshmanan 2010, Learning
/// Influence Probabilities in Social Networks. The last maximises the likelihood of independent
/// cascades by expectation and maximisation (Saito, Nakano, Kimura 2008, Prediction of Information
/// Diffusion Probabilities for Independent Cascade Model), where anybody who acted earlier, and not
/// only in the step before, may have been the cause. Its likelihood never falls from step to step.
///
/// Time O(iterations x sum over acts of out-ties), serial; memory 8 bytes a tie and number, and 16
/// for each time that somebody followed along a tie.
TieEvidence learn_ties(const GraphView& ties, const ActionLog& log,
                       const EvidenceOptions& options = {});

/// The logarithm of the chance that cascades with these chances of ties give the log, as far as
/// chances of ties say: of who followed somebody, and of who did not. By EdgeId.
double log_likelihood(const GraphView& ties, const ActionLog& log, std::span<const double> chances,
                      double window_days = 0.0);

}  // namespace grapevine
