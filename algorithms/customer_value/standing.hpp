#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct StandingOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct StandingResult {
  std::vector<double> percentile;
  std::vector<std::string> segment;
  std::size_t contexts_by_clv = 0, contexts_by_margin = 0;  ///< By what segments were cut.

  Facts facts() const;
  static constexpr auto columns() {
    using R = StandingResult;
    return std::tuple{
        column("percentile_in_context", &R::percentile, "share",
               "share of the context's people with a lower crv", "crv"),
        column(
            "segment", &R::segment, "",
            "champion, affluent, advocate, miser by median splits of clv (of realised margin where "
            "the study does not ask for clv, or a context has none) and crv; detractor: negative "
            "stance",
            "clv realised_margin crv stance")};
  }
};

inline constexpr AlgorithmDoc kStandingDoc{
    .name = "standing",
    .section = "standing",
    .summary = "Where each person stands in a context: percentile by CRV, and segment.",
    .complexity = "Time O(people x contexts log people)",
    .reference = "Kumar, Petersen, Leone 2007: the customer value matrix"};

/// Medians are those of the context's people with a purchase or a credit; a value at the median is
/// low. Others have no segment. Needs the columns crv, realised_margin, purchases, referrals_made
/// and stance of providers before it; without crv both columns are empty. What a person is worth
/// himself is `clv` where that column is there and known of all in the context, else
/// `realised_margin`; where there is clv, the facts count contexts cut by either.
StandingResult standing(const ScoreInputs& inputs, const StandingOptions& options = {});

}  // namespace grapevine
