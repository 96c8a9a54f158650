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
  const std::vector<double> everybody(view.num_nodes(), 1.0 / view.num_nodes());
  WalkResult walk = long_run_walk(WalkSteps(view), everybody,
                                  {.damping = options.damping,
                                   .tolerance = options.tolerance,
                                   .max_iterations = options.max_iterations,
                                   .sinks = options.sinks});
  return {std::move(walk.rank), walk.iterations, walk.residual, walk.converged};
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
