#include "algorithms/propagation/first_hit.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "algorithms/propagation/random_walk.hpp"
#include "algorithms/propagation/step_shares.hpp"
#include "algorithms/propagation/walk_seeds.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// One of those that may be paid.
struct Candidate {
  NodeId node;
  double score;
};

bool is_above(const Candidate& a, const Candidate& b) {
  return a.score > b.score || (a.score == b.score && a.node < b.node);
}

/// Those with a seed weight, by their share of the walk, the highest first.
std::vector<Candidate> candidates(std::span<const double> restart, std::span<const double> rank) {
  std::vector<Candidate> all;
  for (std::size_t v = 0; v < restart.size(); ++v)
    if (restart[v] > 0.0) all.push_back({static_cast<NodeId>(v), rank[v]});
  std::ranges::sort(all, is_above);
  return all;
}

/// From shares of the walk to first hits: a share counts what comes back, too.
std::vector<Candidate> first_hits(const SparseRows& steps, std::span<const Candidate> shares) {
  std::vector<NodeId> nodes;
  for (const Candidate& candidate : shares) nodes.push_back(candidate.node);
  const std::vector<double> visits = resolvent_diagonal(steps, nodes);
  std::vector<Candidate> hits(shares.begin(), shares.end());
  for (std::size_t i = 0; i < hits.size(); ++i) hits[i].score /= visits[i];
  return hits;
}

/// The `top` highest first hits. A first hit is no more than the share of the walk, so those whom
/// their share would not put above the last of them need not be looked at.
std::vector<Candidate> highest_hits(const SparseRows& steps, std::span<const Candidate> shares,
                                    std::size_t top) {
  std::vector<Candidate> highest;
  while (!shares.empty()) {
    std::size_t next = std::min(top, shares.size());
    if (highest.size() == top)
      while (next > 0 && !is_above(shares[next - 1], highest.back())) --next;
    if (next == 0) break;
    std::ranges::copy(first_hits(steps, shares.first(next)), std::back_inserter(highest));
    std::ranges::sort(highest, is_above);
    if (highest.size() > top) highest.resize(top);
    shares = shares.subspan(next);
  }
  return highest;
}

WalkOptions absorbing_walk(const FirstHitOptions& options) {
  return {.damping = options.damping,
          .tolerance = options.tolerance,
          .max_iterations = options.max_iterations,
          .sinks = Sinks::Absorb};
}

/// Adds one walk's nodes to the result.
void append_walk(FirstHitResult& all, const GraphView& view, ContextId context,
                 const std::vector<double>& restart, const FirstHitOptions& options) {
  const double factor = context == kEveryContext ? 1.0 : options.context_factor;
  const WalkResult walk =
      long_run_walk(WalkSteps(view, context, factor), restart, absorbing_walk(options));
  const SparseRows steps =
      damped_steps(StepShares(view, context, factor, TieSigns::Positive), options.damping);
  const std::size_t begin = all.score.size();
  double unpayable = 0.0;
  for (NodeId v = 0; v < view.num_nodes(); ++v) {
    all.payable.push_back(restart[v] > 0.0);
    all.score.push_back(restart[v] > 0.0 ? std::numeric_limits<double>::quiet_NaN() : 0.0);
    if (restart[v] == 0.0) unpayable += walk.rank[v];
  }
  const auto shares = candidates(restart, walk.rank);
  for (const auto& [node, score] :
       highest_hits(steps, shares, static_cast<std::size_t>(options.top))) {
    all.score[begin + node] = score;
    ++all.scored;
  }
  all.unpayable = std::max(all.unpayable, unpayable);
  all.iterations = std::max(all.iterations, walk.iterations);
  all.residual = std::max(all.residual, walk.residual);
  all.converged = all.converged && walk.converged;
}

std::vector<double> purchaser_weights(const Network& network, ContextId context,
                                      SeedWeight weight) {
  std::vector<double> weights = purchase_margins(network, context);
  if (weight == SeedWeight::Margin) return weights;
  const std::vector<double> numbers = purchase_numbers(network, context);
  for (std::size_t v = 0; v < weights.size(); ++v)
    if (weights[v] > 0.0) weights[v] = numbers[v];
  return weights;
}

}  // namespace

Facts FirstHitResult::facts() const {
  return {{"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)},
          {"converged", converged ? "true" : "false"},
          {"scored", std::to_string(scored)},
          {"unpayable", to_text(unpayable)}};
}

FirstHitResult first_hit(const GraphView& view, const FirstHitOptions& options) {
  validate(options);
  FirstHitResult result;
  append_walk(result, view, kEveryContext,
              options.seeds.empty() ? uniform_seeds(view.num_nodes())
                                    : named_seed_weights(view.graph(), options.seeds),
              options);
  return result;
}

FirstHitResult first_hit_in_study(const ScoreInputs& inputs, const FirstHitOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const GraphView walk(inputs.walk);
  FirstHitResult result;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    std::vector<double> restart = options.seeds.empty()
                                      ? purchaser_weights(network, context, options.seed_weight)
                                      : named_seed_weights(inputs.walk, options.seeds);
    if (options.seeds.empty() && !scale_to_one(restart)) {
      result.score.resize(result.score.size() + network.num_people(), 0.0);
      result.payable.resize(result.score.size(), 0);
      continue;
    }
    append_walk(result, walk, context, restart, options);
    report_progress("first hits", context + 1, network.num_contexts());
  }
  return result;
}

}  // namespace grapevine
