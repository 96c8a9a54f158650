#include "algorithms/forecast/known_walk.hpp"

#include <numeric>

namespace grapevine {
namespace {

/// The shares become logarithms of a model's features, which have seven digits: more would change
/// nothing.
constexpr double kTolerance = 1e-6;
constexpr Precision kPrecision = Precision::Single;

}  // namespace

KnownWalk::KnownWalk(Graph known, double damping)
    : graph_(std::move(known)),
      view_(graph_),
      steps_(view_),
      damping_(damping),
      rank_(graph_.num_nodes()) {
  const WalkStart everybody;
  if (!rank_.empty())
    batched_walks(steps_, {&everybody, 1}, options(),
                  [&](std::size_t) { return std::span(rank_); });
}

std::vector<double> KnownWalk::ranks_from(const std::vector<ContextId>& contexts,
                                          const std::vector<double>& seeds, double factor) const {
  const std::size_t n = graph_.num_nodes();
  std::vector<double> ranks(contexts.size() * n);
  if (ranks.empty()) return ranks;
  std::vector<WalkStart> starts(contexts.size());
  for (std::size_t j = 0; j < contexts.size(); ++j) {
    const auto of_context = std::span(seeds).subspan(j * n, n);
    const double total = std::accumulate(of_context.begin(), of_context.end(), 0.0);
    starts[j].context = contexts[j];
    starts[j].seeds.reserve(n);
    for (NodeId p = 0; p < n; ++p) starts[j].seeds.push_back({p, of_context[p] / total});
  }
  BatchOptions how = options();
  how.factors = {.own = factor, .other = 1.0};
  batched_walks(view_, steps_, starts, how,
                [&](std::size_t j) { return std::span(ranks).subspan(j * n, n); });
  return ranks;
}

BatchOptions KnownWalk::options() const {
  return {.walk = {.damping = damping_, .tolerance = kTolerance}, .precision = kPrecision};
}

}  // namespace grapevine
