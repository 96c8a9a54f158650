#include "algorithms/centrality/pagerank.hpp"

#include <algorithm>
#include <functional>

#include "algorithms/spread.hpp"

namespace grapevine {

Facts PageRankResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

PageRankResult pagerank(const GraphView& view, const PageRankOptions& options) {
  validate(options);
  PageRankResult result{.rank = std::vector<double>(view.num_nodes())};
  const WalkStart everybody;
  const BatchOptions batch{.walk = {.damping = options.damping,
                                    .tolerance = options.tolerance,
                                    .max_iterations = options.max_iterations,
                                    .sinks = options.sinks},
                           .precision = options.precision};
  const WalkEnd end = batched_walks(WalkSteps(view), {&everybody, 1}, batch, [&](std::size_t) {
                        return std::span<double>(result.rank);
                      }).front();
  result.iterations = end.iterations;
  result.residual = end.residual;
  result.converged = end.converged;
  return result;
}

GeneralRankResult general_rank(const ScoreInputs& inputs, const PageRankOptions& options) {
  const PageRankResult result = pagerank(inputs.walk, options);
  std::vector<double> descending = result.rank;
  std::ranges::sort(descending, std::greater<>());
  std::vector<std::int64_t> rank;
  for (const double score : result.rank)
    rank.push_back(
        1 + (std::ranges::lower_bound(descending, score, std::greater<>()) - descending.begin()));
  return {.pagerank = spread_over_contexts(inputs.network, result.rank),
          .general_rank = spread_over_contexts(inputs.network, rank),
          .walk_facts = result.facts()};
}

}  // namespace grapevine
