#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct ActivityCountsOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct ActivityCountsResult {
  std::vector<std::int64_t> everywhere, in_context;  ///< Per (context, person).

  static constexpr auto columns() {
    using R = ActivityCountsResult;
    return std::tuple{column("activity_count", &R::everywhere, "purchases",
                             "purchases in all contexts", "purchases"),
                      column("activity_count_in_context", &R::in_context, "purchases",
                             "purchases in this context", "purchases")};
  }
};

inline constexpr AlgorithmDoc kActivityCountsDoc{
    .name = "activity_counts",
    .section = "activity_counts",
    .summary =
        "How often each person bought, anywhere and in each context: the plainest baselines.",
    .complexity = "Time O(purchases + people x contexts)",
    .reference = "A count; the baseline every score has to beat"};

ActivityCountsResult activity_counts(const ScoreInputs& inputs,
                                     const ActivityCountsOptions& options = {});

}  // namespace grapevine
