#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct DegreeOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

struct DegreeResult {
  std::vector<std::int64_t> in_degree, out_degree;  ///< Per node, or per (context, person).

  static constexpr auto columns() {
    using R = DegreeResult;
    return std::tuple{column("in_degree", &R::in_degree, "ties", "ties that end here", "ties"),
                      column("out_degree", &R::out_degree, "ties", "ties that start here", "ties")};
  }
};

inline constexpr AlgorithmDoc kDegreeDoc{
    .name = "degree",
    .section = "degree",
    .summary = "How many ties begin and end at each person, parallel ones counted each.",
    .complexity = "Time and memory O(nodes)",
    .reference = "Freeman 1978, Centrality in Social Networks: Conceptual Clarification",
    .memory = {.node = 2 * sizeof(std::int64_t)}};

DegreeResult degree(const GraphView& view, const DegreeOptions& options = {});

/// Degrees in the study's ties, as the tie file has them: context-free, equal in every context.
DegreeResult degree_in_study(const ScoreInputs& inputs, const DegreeOptions& options = {});

}  // namespace grapevine
