#include "algorithms/propagation/top_scores.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "algorithms/propagation/local_push.hpp"

namespace grapevine {
namespace {

constexpr double kFirstError = 1e-2, kNextError = 0.1, kLeastError = 1e-14;
/// Of the visits of ties that all passes would make.
constexpr double kPushedPart = 0.25;

/// The highest of `scores`, whose errors sum to at most `error`.
TopScores highest(std::vector<TopScore> scores, std::size_t count, double error) {
  const auto before = [](const TopScore& a, const TopScore& b) {
    return a.score != b.score ? a.score > b.score : a.node < b.node;
  };
  const std::size_t shown = std::min(count + 1, scores.size());
  std::ranges::partial_sort(scores, scores.begin() + static_cast<std::ptrdiff_t>(shown), before);
  const double next = scores.size() > count ? scores[count].score : 0.0;
  scores.resize(std::min(count, scores.size()));
  const double last = scores.size() == count && count > 0 ? scores.back().score : 0.0;
  return {.top = std::move(scores), .error = error, .certain = last - next >= error};
}

std::uint64_t allowed_visits(const Graph& graph, const WalkOptions& options) {
  const double tolerance = std::max(options.tolerance, kLeastError);
  const double passes = std::log(tolerance / 2.0) / std::log(options.damping);
  return static_cast<std::uint64_t>(kPushedPart * std::max(1.0, passes) *
                                    static_cast<double>(graph.num_edges()));
}

/// Nothing when it would take too much.
std::optional<TopScores> by_push(const GraphView& view, const WalkSteps& steps,
                                 const WalkStart& start, std::size_t count,
                                 const WalkOptions& options) {
  const TieWeights weights(view);
  std::uint64_t left = allowed_visits(view.graph(), options);
  for (double error = kFirstError; error >= kLeastError; error *= kNextError) {
    const auto pushed = local_push(
        steps, weights, start,
        {.damping = options.damping, .error = error, .sinks = options.sinks, .most_visits = left});
    if (!pushed) return std::nullopt;
    std::vector<TopScore> scores;
    for (const auto& [node, score] : pushed->score) scores.push_back({node, score});
    TopScores found = highest(std::move(scores), count, pushed->error);
    found.pushed = true;
    if (found.certain) return found;
    left -= pushed->visits;
  }
  return std::nullopt;
}

}  // namespace

TopScores top_scores(const GraphView& view, const WalkSteps& steps, const WalkStart& start,
                     std::size_t count, const WalkOptions& options) {
  const bool pushable = options.sinks != Sinks::All && !start.seeds.empty() &&
                        options.damping > 0.0 && options.damping < 1.0;
  if (pushable)
    if (auto found = by_push(view, steps, start, count, options)) return *std::move(found);
  std::vector<double> rank(view.num_nodes());
  const WalkEnd end = batched_walks(steps, {&start, 1}, {.walk = options}, [&](std::size_t) {
                        return std::span<double>(rank);
                      }).front();
  std::vector<TopScore> scores;
  for (NodeId v = 0; v < rank.size(); ++v)
    if (rank[v] > 0.0) scores.push_back({v, rank[v]});
  return highest(std::move(scores), count,
                 options.damping / (1.0 - options.damping) * end.residual);
}

}  // namespace grapevine
