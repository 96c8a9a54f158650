#include "algorithms/registry.hpp"

#include <array>

#include "algorithms/attribution/credit_distribution.hpp"
#include "algorithms/attribution/first.hpp"
#include "algorithms/attribution/last.hpp"
#include "algorithms/attribution/linear.hpp"
#include "algorithms/attribution/markov.hpp"
#include "algorithms/attribution/markov_shares.hpp"
#include "algorithms/attribution/position.hpp"
#include "algorithms/attribution/shapley.hpp"
#include "algorithms/attribution/shapley_shares.hpp"
#include "algorithms/attribution/time_decay.hpp"
#include "algorithms/attribution/trust_flags.hpp"
#include "algorithms/causality/matched_estimate.hpp"
#include "algorithms/causality/precedence.hpp"
#include "algorithms/causality/shuffle_test.hpp"
#include "algorithms/centrality/activity_counts.hpp"
#include "algorithms/centrality/degree.hpp"
#include "algorithms/centrality/eigenvector.hpp"
#include "algorithms/centrality/general_score.hpp"
#include "algorithms/centrality/hits.hpp"
#include "algorithms/centrality/hubbell.hpp"
#include "algorithms/centrality/katz.hpp"
#include "algorithms/centrality/pagerank.hpp"
#include "algorithms/customer_value/customer_influence_effect.hpp"
#include "algorithms/customer_value/customer_referral_value.hpp"
#include "algorithms/customer_value/evidence_stance.hpp"
#include "algorithms/customer_value/lifetime_value.hpp"
#include "algorithms/customer_value/multilevel_reward.hpp"
#include "algorithms/customer_value/realised_margin.hpp"
#include "algorithms/customer_value/referral_funnel.hpp"
#include "algorithms/customer_value/standing.hpp"
#include "algorithms/customer_value/stated_intent.hpp"
#include "algorithms/diffusion/activation.hpp"
#include "algorithms/diffusion/influence_value.hpp"
#include "algorithms/forecast/newcomer_value.hpp"
#include "algorithms/forecast/referral_forecast.hpp"
#include "algorithms/influence_learning/credit_spread.hpp"
#include "algorithms/influence_learning/learned_ties.hpp"
#include "algorithms/propagation/first_hit.hpp"
#include "algorithms/propagation/personalized_pagerank.hpp"
#include "algorithms/propagation/signed_walk.hpp"
#include "engine/registry/register.hpp"

namespace grapevine {

std::span<const Algorithm> algorithms() {
  static const std::array kAlgorithms{
      algorithm(kRealisedMarginDoc, realised_margin),
      algorithm(kBgNbdDoc, bg_nbd),
      algorithm(kMbgNbdDoc, mbg_nbd),
      algorithm(kParetoNbdDoc, pareto_nbd),
      algorithm(kLinearDoc, linear, linear_rule),
      algorithm(kFirstDoc, first, first_rule),
      algorithm(kLastDoc, last, last_rule),
      algorithm(kTimeDecayDoc, time_decay, time_decay_rule),
      algorithm(kPositionDoc, position, position_rule),
      algorithm(kMarkovDoc, markov, markov_shares),
      algorithm(kShapleyDoc, shapley, shapley_shares),
      algorithm(kCreditDistributionDoc, credit_distribution),
      algorithm(kCustomerReferralValueDoc, customer_referral_value),
      algorithm(kMultilevelRewardDoc, multilevel_reward),
      algorithm(kPersonalizedPageRankDoc, personalized_pagerank, propagation_scores),
      algorithm(kFirstHitDoc, first_hit, first_hit_in_study),
      algorithm(kEvidenceStanceDoc, evidence_stance),
      algorithm(kSignedWalkDoc, signed_walk, signed_walk_in_study),
      algorithm(kStatedIntentDoc, stated_intent),
      algorithm(kReferralForecastDoc, referral_forecast),
      algorithm(kNewcomerValueDoc, newcomer_value),
      algorithm(kStandingDoc, standing),
      algorithm(kReferralFunnelDoc, referral_funnel),
      algorithm(kTrustFlagsDoc, trust_flags),
      algorithm(kActivationDoc, activation),
      algorithm(kInfluenceValueDoc, influence_value, influence_value_in_study),
      algorithm(kPageRankDoc, pagerank, general_rank),
      algorithm(kGeneralScoreDoc, general_score, general_score_in_study),
      algorithm(kHitsDoc, hits, hits_in_study),
      algorithm(kEigenvectorDoc, eigenvector, eigenvector_in_study),
      algorithm(kKatzDoc, katz, katz_in_study),
      algorithm(kHubbellDoc, hubbell, hubbell_in_study),
      algorithm(kDegreeDoc, degree, degree_in_study),
      algorithm(kInfluenceEffectDoc, customer_influence_effect),
      algorithm(kActivityCountsDoc, activity_counts),
      algorithm(kPrecedenceDoc, precedence),
      algorithm(kShuffleTestDoc, shuffle_test),
      algorithm(kMatchedEstimateDoc, matched_estimate),
      algorithm(kLearnedTiesDoc, learned_ties),
      algorithm(kCreditSpreadDoc, credit_spread),
  };
  return kAlgorithms;
}

const Algorithm* find_algorithm(std::string_view name) {
  for (const Algorithm& a : algorithms())
    if (a.doc.name == name) return &a;
  return nullptr;
}

}  // namespace grapevine
