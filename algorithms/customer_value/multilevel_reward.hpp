#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct MultilevelOptions {
  double reward_rate = 0.1;
  double level_decay = 0.5;
  int max_levels = 10;
  double cap = 0.2;

  static constexpr auto fields() {
    using O = MultilevelOptions;
    return std::tuple{
        field("reward_rate", &O::reward_rate, "b: share of a person's margin that is given back",
              0.0, 1.0),
        field("level_decay", &O::level_decay,
              "alpha: a level further up gets this share of the level below", 0.0, 0.99),
        field("max_levels", &O::max_levels, "Levels below a person that count", 1, 1000),
        field("cap", &O::cap,
              "Most that all rewards of a context come to, as a share of its people's margin", 0.0,
              1.0)};
  }
};

/// What the rewards of one context come to. In major units.
struct MultilevelBudget {
  ContextId context;
  double contribution = 0.0;  ///< Own margins of its people, refunds taken off.
  double uncapped = 0.0;      ///< At most b / (1 - alpha) of the sum of C.
  double factor = 1.0;        ///< Of every reward, so that they keep to the cap.
};

struct MultilevelResult {
  std::vector<double> reward;  ///< Per (context, person), in major units.
  std::vector<MultilevelBudget> budgets;
  std::vector<NamedTable> tables;
  std::vector<std::string> warnings;

  static constexpr auto columns() {
    return std::tuple{column("multilevel_reward", &MultilevelResult::reward, "money",
                             "geometric reward for the margin of oneself, of whom one brought, of "
                             "whom they brought, ...; not sybil-proof, and in no crv",
                             "purchases.value touches")};
  }
};

inline constexpr AlgorithmDoc kMultilevelRewardDoc{
    .name = "multilevel_reward",
    .section = "multilevel",
    .summary =
        "What a geometric multi-level programme would pay each person, capped: a column of its "
        "own, since it is not sybil-proof.",
    .complexity = "Time O(levels x touches + purchases log purchases)",
    .reference = "Emek, Karidi, Tennenholtz, Zohar 2011, Mechanisms for Multi-Level Marketing, EC",
    .by_request = true};

/// R(u) = b x (C(u) + alpha x sum s_uv C(v) + alpha^2 x sum s_uv s_vw C(w) + ...), down to
/// `max_levels`; s_uv is u's share of v's acquisition under the first attribution model, C the
/// person's own margin in the context, or 0 where refunds are more. Shares of one newcomer sum to
/// at most 1, so all rewards together are at most b / (1 - alpha) of the sum of C; where they pass
/// `cap` of the context's margin, all of it are scaled down to it.
///
/// It is opt-in and warns: who splits into a chain of two identities with half the margin each
/// gains alpha / 2 (alpha = .5, b = .3, C = 1: .375 in place of .300). `crv` stays one level.
MultilevelResult multilevel_reward(const ScoreInputs& inputs,
                                   const MultilevelOptions& options = {});

}  // namespace grapevine
