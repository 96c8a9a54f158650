#include "algorithms/diffusion/context_diffusion.hpp"

#include <cmath>

#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/propagation/walk_seeds.hpp"

namespace grapevine {
namespace {

/// What `weights` says in a study where chances are to be learned from its entries.
constexpr std::string_view kLearned = "learned";

}  // namespace

ContextDiffusion::ContextDiffusion(const Network& network, const Journeys& journeys,
                                   const std::string& weights, std::uint64_t seed,
                                   NegativeTies negative_ties)
    : network_(network), weights_(weights), seed_(seed), ties_(influence_ties(network)) {
  if (weights == kLearned)
    learner_.emplace(ties_, network, journeys, EvidenceOptions{});
  else
    rule_ = read_chance_rule(weights, "weights");
  rule_.negative_ties = negative_ties;
}

TieChances ContextDiffusion::chances(ContextId context) const {
  const GraphView view(ties_, ties_known_at_end(network_, context));
  if (learner_) return {view, learner_->of(context).chance, rule_.negative_ties};
  return {view, rule_, seed_};
}

std::vector<double> ContextDiffusion::values(ContextId context) const {
  std::vector<double> values = purchase_margins(network_, context);
  const double unit = std::pow(10.0, network_.purchases.decimals);
  for (double& value : values) value /= unit;
  return values;
}

std::string ContextDiffusion::warning(const std::string& name) const {
  return learner_ ? name +
                        ": the chances of ties are learned (em) from who entered after whom, which "
                        "may be likeness; learned_ties has other methods and the tests"
                  : name + ": the chances of ties (" + weights_ +
                        ") are an assumption; learned_ties, shuffle_test and matched_estimate ask "
                        "the study's past";
}

}  // namespace grapevine
