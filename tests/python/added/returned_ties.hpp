#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct ReturnedTiesOptions {
  int least_ties = 1;

  static constexpr auto fields() {
    return std::tuple{field("least_ties", &ReturnedTiesOptions::least_ties,
                            "Fewer ties from a person give no share", 1, 1e6)
                          .in("ties")};
  }
};

struct ReturnedTiesResult {
  std::vector<double> share;  ///< Per node; NaN where there are too few ties.

  static constexpr auto columns() {
    return std::tuple{column("returned_ties", &ReturnedTiesResult::share, "share",
                             "share of a person's ties that the other end returns", "ties")};
  }
};

inline constexpr AlgorithmDoc kReturnedTiesDoc{
    .name = "returned_ties",
    .section = "returned_ties",
    .summary = "How many of the ties that begin at each person are returned.",
    .complexity = "Time O(ties log ties)",
    .reference = "Holland, Leinhardt 1971, Transitivity in Structural Models of Small Groups"};

ReturnedTiesResult returned_ties(const Graph& graph, const ReturnedTiesOptions& options = {});

}  // namespace grapevine
