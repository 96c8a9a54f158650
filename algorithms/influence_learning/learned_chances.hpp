#pragma once
#include <vector>

#include "algorithms/influence_learning/follow_delays.hpp"
#include "algorithms/influence_learning/tie_evidence.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// Chances of ties in one context, by EdgeId.
struct ContextChances {
  Tally tally;        ///< Of all ties together.
  double rate = 0.0;  ///< Of the context, pulled towards that of all contexts.
  TieEvidence evidence;
  std::vector<double> chance;  ///< Of each tie, pulled towards that of its source in the context.
};

/// Learns chances of ties in each context of a study, where entering the context (the first
/// purchase) is what people do and may follow each other in. A context is one action, so a tie has
/// been tried there once at most: `em` looks for one chance of all ties there, and what each says
/// is pulled towards what the ties of its source say together, that towards the rate of the
/// context, and that towards the rate of all contexts, each by as much as rates of its level lie
/// together (`shrunk_rates`). `em_background` looks at people from the first entry of a context on.
/// What is learned is that people enter after each other; tests of likeness belong beside it.
class ChanceLearner {
 public:
  /// `ties` run in the direction of influence; all must outlive the learner, and so must
  /// `options.tau_days`, without which a decay is that of each context. Learns the evidence of
  /// every context. O(contexts x iterations x ties of those who entered).
  ChanceLearner(const Graph& ties, const Network& network, const Journeys& journeys,
                const EvidenceOptions& options);

  double general_rate() const { return general_rate_; }
  double rate_of(ContextId context) const { return context_rates_.rate[context]; }
  ContextChances of(ContextId context) const;

 private:
  TieEvidence evidence_of(ContextId context) const;

  const Graph& ties_;
  const Network& network_;
  EvidenceOptions options_;
  ActionLog log_;  ///< One action a context.
  std::vector<Tally> tallies_;
  double general_rate_ = 0.0;
  ShrunkRates context_rates_;
};

/// Who entered each context when: one action a context, in their order.
ActionLog entries_log(const Network& network, const Journeys& journeys);

/// How soon people follow along each tie, by EdgeId, and what each person did with how much of it
/// soon after a friend, by NodeId: over the entries of all contexts.
struct StudyDelays {
  std::vector<double> tau_days;  ///< `pulled_delays`
  std::vector<Tally> people;     ///< `add_influenced`
};

/// `entries` has one action a context. O(contexts x (people + ties) + followings).
StudyDelays study_delays(const Graph& ties, const ActionLog& entries, double window_days);

/// Evidence of ties pulled towards the source's, and that towards `rate`. By EdgeId.
std::vector<double> shrunk_chances(const Graph& ties, const TieEvidence& evidence, double rate);

}  // namespace grapevine
