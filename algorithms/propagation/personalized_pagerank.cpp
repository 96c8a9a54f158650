#include "algorithms/propagation/personalized_pagerank.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// Scales weights to sum to 1; false when they sum to 0 or overflow.
bool normalise(std::vector<double>& weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(total > 0.0) || !std::isfinite(total)) return false;
  for (double& weight : weights) weight /= total;
  return true;
}

std::vector<double> named_seeds(const Graph& graph, const NamedNumbers& seeds) {
  std::vector<double> restart(graph.num_nodes());
  for (const auto& [id, weight] : seeds) {
    const auto node = graph.find(id);
    if (!node)
      throw Error(ErrorCode::InvalidOption, "seeds", in_quotes(id) + " is not in the graph",
                  "give ids that the input has");
    restart[*node] += weight;
  }
  if (!normalise(restart) && graph.num_nodes() > 0)
    throw Error(ErrorCode::InvalidOption, "seeds", "their weights sum to 0, or overflow",
                "give one a weight > 0, and none above 1e300");
  return restart;
}

/// Restart weights of one context, one per person.
std::vector<double> purchase_counts(const Network& network, ContextId context) {
  std::vector<double> counts(network.num_people());
  for (const Purchase& purchase : network.purchases.rows)
    if (purchase.context == context) counts[purchase.person] += 1.0;
  return counts;
}

WalkOptions walk_options(const PersonalizedPageRankOptions& options) {
  return {.damping = options.damping,
          .tolerance = options.tolerance,
          .max_iterations = options.max_iterations,
          .sinks = options.sinks};
}

void append(PersonalizedPageRankResult& all, const WalkResult& walk) {
  all.score.insert(all.score.end(), walk.rank.begin(), walk.rank.end());
  all.iterations = std::max(all.iterations, walk.iterations);
  all.residual = std::max(all.residual, walk.residual);
  all.converged = all.converged && walk.converged;
}

}  // namespace

Facts PersonalizedPageRankResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"}};
}

PersonalizedPageRankResult personalized_pagerank(const GraphView& view,
                                                 const PersonalizedPageRankOptions& options) {
  validate(options);
  const std::vector<double> restart =
      options.seeds.empty() ? std::vector<double>(view.num_nodes(), 1.0 / view.num_nodes())
                            : named_seeds(view.graph(), options.seeds);
  PersonalizedPageRankResult result;
  append(result, long_run_walk(WalkSteps(view), restart, walk_options(options)));
  return result;
}

PersonalizedPageRankResult propagation_scores(const ScoreInputs& inputs,
                                              const PersonalizedPageRankOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  PersonalizedPageRankResult result;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    std::vector<double> restart = options.seeds.empty() ? purchase_counts(network, context)
                                                        : named_seeds(inputs.walk, options.seeds);
    if (options.seeds.empty() && !normalise(restart)) {
      result.score.resize(result.score.size() + network.num_people(), 0.0);
      continue;
    }
    const WalkSteps steps(inputs.walk, context, options.context_factor);
    append(result, long_run_walk(steps, restart, walk_options(options)));
    report_progress("propagation", context + 1, network.num_contexts());
  }
  return result;
}

}  // namespace grapevine
