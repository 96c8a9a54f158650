#pragma once
#include <span>
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
  Likelihood,     ///< Shared as the chances say, of those where u could have moved v.
  Background      ///< The same beside people who act unasked: `learn_with_background`.
};
inline constexpr std::string_view kLearningMethodNames[] = {
    "bernoulli", "jaccard", "partial_credit", "em", "em_background"};

/// How the influence of an action fades with the time since.
enum class TimeDecay {
  None,        ///< It does not.
  Window,      ///< It is whole for tau days, then gone (discrete time).
  Exponential  ///< exp(-days / tau) of it is left (continuous time).
};
inline constexpr std::string_view kTimeDecayNames[] = {"none", "window", "exponential"};

struct EvidenceOptions {
  LearningMethod method = LearningMethod::Likelihood;
  double window_days = 0.0;  ///< Who acts later than so long after u does not follow u; 0: never.
  double tolerance = 1e-6;   ///< Largest change of a chance at which the likelihood's steps end.
  int max_iterations = 200;
  TimeDecay decay = TimeDecay::None;
  std::span<const double> tau_days = {};  ///< By EdgeId; empty: `pulled_delays` of the same log.
  bool pooled = false;                    ///< The likelihood has one chance for all ties.
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
/// The first three methods, and the decays, are those of Goyal, Bonchi, Lakshmanan 2010, Learning
/// Influence Probabilities in Social Networks: where influence lasts a window, who acts after tau
/// does not follow; where it fades, the chance is that of the moment when the source acts, of which
/// `left_after` is left later (learned as without decay, but that partial credit is shared as what
/// is left of each). The last method maximises the
/// likelihood of independent cascades by expectation and maximisation (Saito, Nakano, Kimura 2008,
/// Prediction of Information Diffusion Probabilities for Independent Cascade Model), where anybody
/// who acted earlier, and not only in the step before, may have been the cause; where it fades,
/// that of cascades in continuous time, whose delays are exponential with mean tau (Saito, Kimura,
/// Ohara, Motoda 2009, Learning Continuous-Time Information Diffusion Model for Social Behavioral
/// Data Analysis; tau is given and not maximised). Its likelihood never falls from step to step.
///
/// Of a tie that was tried once the likelihood is largest where its chance is 0 or 1, whoever else
/// may have been the cause: for such logs there is `pooled`.
///
/// Time O(iterations x sum over acts of out-ties), serial; memory 8 bytes a tie and number, and 24
/// for each time that somebody followed along a tie.
/// `Background` is not for logs of many actions, and not among the methods here.
TieEvidence learn_ties(const GraphView& ties, const ActionLog& log,
                       const EvidenceOptions& options = {});

/// The logarithm of the chance, or of its density, that cascades with these chances of ties give
/// the log, as far as chances of ties say: of who followed somebody, and of who did not. By EdgeId;
/// with `tau_days` delays are exponential.
double log_likelihood(const GraphView& ties, const ActionLog& log, std::span<const double> chances,
                      double window_days = 0.0, std::span<const double> tau_days = {});

}  // namespace grapevine
