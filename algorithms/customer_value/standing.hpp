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

  static constexpr auto columns() {
    using R = StandingResult;
    return std::tuple{
        column("percentile_in_context", &R::percentile, "share",
               "share of the context's people with a lower crv", "crv"),
        column(
            "segment", &R::segment, "",
            "champion, affluent, advocate, miser by median splits of realised margin (in place of "
            "clv) and crv; detractor: negative stance",
            "realised_margin crv stance")};
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
/// and stance of providers before it; without crv both columns are empty.
StandingResult standing(const ScoreInputs& inputs, const StandingOptions& options = {});

}  // namespace grapevine
