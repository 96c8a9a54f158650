#pragma once
#include <cstdint>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

/// How much a purchaser weighs where the walk starts.
enum class SeedWeight { Margin, Purchases };
inline constexpr std::string_view kSeedWeightNames[] = {"margin", "purchases"};

struct FirstHitOptions {
  double damping = 0.85;
  double tolerance = 1e-10;
  int max_iterations = 200;
  double context_factor = 10.0;
  int top = 100;
  SeedWeight seed_weight = SeedWeight::Margin;
  NamedNumbers seeds;

  static constexpr auto fields() {
    using O = FirstHitOptions;
    return std::tuple{
        field("damping", &O::damping, "Chance of following a tie", 0.0, 0.999),
        field("tolerance", &O::tolerance,
              "L1 change of all scores at which to stop; 0: exactly max_iterations passes", 0.0),
        field("max_iterations", &O::max_iterations, "Most passes over the ties", 1, 1e9),
        field(
            "context_factor", &O::context_factor,
            "In a context's walk, weight of ties and touches of that context is multiplied by this",
            0.0, 1e9),
        field("top", &O::top, "How many purchasers are scored in each context, the highest", 1,
              1e9),
        field("seed_weight", &O::seed_weight,
              "What purchasers weigh at the start: a margin cannot be split into a larger one",
              kSeedWeightNames),
        field("seeds", &O::seeds,
              "Verified purchasers, as id=weight; none: a study's purchasers, a graph's every node",
              0.0)};
  }
};

struct FirstHitResult {
  std::vector<double> score;  ///< Per node, or per (context, person); NaN: payable, not in the top.
  std::vector<std::int64_t> payable;
  std::int64_t scored = 0;
  double unpayable = 0.0;  ///< Of several walks: the largest.
  int iterations = 0;      ///< Of several walks: the most.
  double residual = 0.0;   ///< Of several walks: the worst.
  bool converged = true;   ///< Of several walks: all.

  static constexpr auto columns() {
    using R = FirstHitResult;
    return std::tuple{
        column("first_hit_score", &R::score, "probability",
               "chance that the context's seeded walk ends on its first visit of the person; 0: "
               "not payable; empty: below the top",
               "ties touches purchases.margin"),
        column("first_hit_payable", &R::payable, "people",
               "1: a verified purchaser, whom a reward may be paid to; 0: paid nothing",
               "purchases.margin")};
  }
  Facts facts() const;
};

inline constexpr AlgorithmDoc kFirstHitDoc{
    .name = "first_hit",
    .section = "propagation",
    .summary =
        "Chance that a walk from a context's verified purchasers ends on its first visit of each "
        "other purchaser: what they do with their own ties, and with fakes, cannot raise it.",
    .complexity =
        "Time O(contexts x top x iterations (nodes + ties)) at most, extra memory O(nodes + ties)",
    .reference =
        "Hopcroft, Sheldon 2008, Manipulation-Resistant Reputations Using Hitting Time, Internet "
        "Mathematics 5(1-2); Jeh, Widom 2003, Scaling Personalized Web Search",
    .memory = {.node = 72, .weighted_arc = sizeof(double)},
    .by_request = true};

/// h(v) = ppr_s(v) (1 - d) / ppr_v(v): the share of the walk that ends at v is the chance to get
/// there at all, times what one who is there collects, ppr_v(v), and that depends on v's own ties.
/// Seeds s are those that may be paid; sinks absorb. Scored are the `top` highest of them: as h(v)
/// <= ppr_s(v), who is not looked at cannot be among them. Scores are off by at most 2 d / (1 - d)
/// times the tolerance, where the walks converged (see `return_visits`). Errors: InvalidOption for
/// a seed that is no node, or when the seeds weigh nothing.
FirstHitResult first_hit(const GraphView& view, const FirstHitOptions& options = {});

/// One walk per context of the study's referral walk, from who has a margin > 0 there, refunds
/// taken off (or from `seeds`). A context without seeds scores 0 everywhere.
FirstHitResult first_hit_in_study(const ScoreInputs& inputs, const FirstHitOptions& options = {});

}  // namespace grapevine
