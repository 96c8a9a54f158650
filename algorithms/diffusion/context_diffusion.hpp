#pragma once
#include <optional>
#include <string>
#include <vector>

#include "algorithms/diffusion/tie_chances.hpp"
#include "algorithms/influence_learning/learned_chances.hpp"

namespace grapevine {

/// How word of mouth spreads in each context of a study: along its ties of that context or of every
/// one that have begun and not ended when the study ends, in the direction of influence, with the
/// chances that `weights` says: those of a graph, or `learned` from who entered after whom
/// (`ChanceLearner`).
class ContextDiffusion {
 public:
  /// The study must outlive it. Errors: InvalidOption beginning with "weights" for what says no
  /// chances.
  ContextDiffusion(const Network& network, const Journeys& journeys, const std::string& weights,
                   std::uint64_t seed, NegativeTies negative_ties = NegativeTies::Block);

  const Network& network() const { return network_; }
  const Graph& ties() const { return ties_; }

  /// Errors: those of `TieChances`.
  TieChances chances(ContextId context) const;

  /// What reaching each person is worth: the margin of their purchases in the context, refunds
  /// taken off, 0 at least, in units of value.
  std::vector<double> values(ContextId context) const;

  /// What whoever uses these chances has to say of them, for a score or command of that name.
  std::string warning(const std::string& name) const;

 private:
  const Network& network_;
  std::string weights_;
  std::uint64_t seed_;
  ChanceRule rule_;
  Graph ties_;
  std::optional<ChanceLearner> learner_;  ///< Of `ties_`.
};

}  // namespace grapevine
