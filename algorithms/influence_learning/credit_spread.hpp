#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/influence_learning/credit_flow.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct CreditSpreadOptions {
  CreditRule rule = CreditRule::Decayed;
  double window_days = 0.0;
  double truncation = 0.001;
  int seeds = 10;

  static constexpr auto fields() {
    using O = CreditSpreadOptions;
    return std::tuple{
        field("rule", &O::rule,
              "What each of the d friends who entered before somebody is credited: even, 1 / d; "
              "decayed, infl / d exp(-delay / tau)",
              kCreditRuleNames),
        field("window_days", &O::window_days,
              "Who entered longer before has no credit; 0: however long", 0.0, 1e6)
            .in("days"),
        field("truncation", &O::truncation,
              "The table passed_credits leaves out credits below it; scores and seeds do not", 0.0,
              1.0),
        field("seeds", &O::seeds, "People in the table credit_seeds, of each context", 0, 1e6)};
  }
};

struct CreditSpreadResult {
  std::vector<double> spread;
  std::vector<NamedTable> tables;  ///< passed_credits, credit_seeds.
  std::vector<std::string> warnings;
  double most_missing = 0.0;  ///< No credit of the first table is more below the exact one.

  Facts facts() const;

  static constexpr auto columns() {
    return std::tuple{column("credit_spread", &CreditSpreadResult::spread, "people",
                             "entries of others that are credited to the person, along all paths; "
                             "in no crv, and not to be added over people",
                             "ties purchases.t")};
  }
};

inline constexpr AlgorithmDoc kCreditSpreadDoc{
    .name = "credit_spread",
    .section = "influence_learning",
    .summary =
        "Whose entering came of whom, by credit distribution: entries that are credited to each "
        "person along paths of ties, pairs of people, and whom to begin with; nothing simulated.",
    .complexity =
        "Time O(contexts x (people + ties) + direct credits), and what passed_credits has; memory "
        "O(people + ties + direct credits of a context)",
    .reference =
        "Goyal, Bonchi, Lakshmanan 2011, A Data-Based Approach to Social Influence Maximization",
    .by_request = true};

/// Each context is an action: what people do there is to enter (the first purchase). Under the
/// decayed rule tau of a tie is `pulled_delays` and infl(u) of a person the share of their entries
/// soon after a friend's (`add_influenced`), pulled towards that of everybody: of all contexts.
/// Errors: InvalidOption.
CreditSpreadResult credit_spread(const ScoreInputs& inputs,
                                 const CreditSpreadOptions& options = {});

}  // namespace grapevine
