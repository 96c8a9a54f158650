#include "algorithms/causality/exposure.hpp"

#include <algorithm>
#include <cmath>

namespace grapevine {
namespace {

/// The step from which each active friend counts, ascending. Parallel ties count once, from the
/// earliest.
std::vector<std::int32_t> friend_steps(const Graph& graph, const TieSteps& ties,
                                       const EntrySteps& entries, NodeId person, bool reversed) {
  const auto friends = reversed ? graph.out_neighbors(person) : graph.in_neighbors(person);
  const auto edges = graph.in_edges(person);
  std::vector<std::pair<NodeId, std::int32_t>> found;
  for (std::size_t i = 0; i < friends.size(); ++i) {
    const std::int32_t entered = entries.step[friends[i]];
    if (friends[i] == person || entered == kNeverEntered) continue;
    std::int32_t from = entered + 1;
    if (!ties.empty())
      from = std::max(from, ties[reversed ? graph.first_out_edge(person) + i : edges[i]]);
    found.emplace_back(friends[i], from);
  }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found, {}, &std::pair<NodeId, std::int32_t>::first);
  found.erase(repeated.begin(), repeated.end());
  std::vector<std::int32_t> steps;
  for (const auto& [who, from] : found) steps.push_back(from);
  std::ranges::sort(steps);
  return steps;
}

struct Derivatives {
  double by_alpha = 0, by_beta = 0;                       // of the log-likelihood
  double alpha_alpha = 0, alpha_beta = 0, beta_beta = 0;  // of its negative, twice
  double log_likelihood = 0;
};

Derivatives derivatives(std::span<const Exposure> exposures, double alpha, double beta) {
  Derivatives d;
  for (const Exposure& e : exposures) {
    const double x = std::log1p(static_cast<double>(e.friends)), z = alpha * x + beta;
    const double p = 1.0 / (1.0 + std::exp(-z));
    const auto entered = static_cast<double>(e.entered), stayed = static_cast<double>(e.stayed);
    const double surplus = entered * (1.0 - p) - stayed * p;
    const double weight = (entered + stayed) * p * (1.0 - p);
    d.by_alpha += surplus * x;
    d.by_beta += surplus;
    d.alpha_alpha += weight * x * x;
    d.alpha_beta += weight * x;
    d.beta_beta += weight;
    // ln p and ln(1 - p), without cancellation at either end.
    d.log_likelihood -= entered * (z > 0 ? std::log1p(std::exp(-z)) : std::log1p(std::exp(z)) - z);
    d.log_likelihood -= stayed * (z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z)));
  }
  return d;
}

/// Whether the likelihood has a maximum: those who entered and those who stayed must overlap on
/// both sides of some number of friends. Merged and ascending.
bool has_maximum(std::span<const Exposure> exposures) {
  struct Range {
    std::optional<NodeId> first;
    NodeId last = 0;
  } entered, stayed;
  const auto widen = [](Range& range, NodeId friends) {
    if (!range.first) range.first = friends;
    range.last = friends;
  };
  for (const Exposure& e : exposures) {
    if (e.entered > 0) widen(entered, e.friends);
    if (e.stayed > 0) widen(stayed, e.friends);
  }
  return entered.first && stayed.first && *entered.first < stayed.last &&
         *stayed.first < entered.last;
}

}  // namespace

std::vector<Exposure> exposures_of(const Graph& influence, const TieSteps& ties,
                                   const EntrySteps& entries, NodeId person, bool reversed) {
  const std::int32_t own = entries.step[person];
  const std::int32_t end =
      own == kNeverEntered ? entries.num_steps : own;  // steps that were stayed
  std::vector<Exposure> exposures;
  NodeId active = 0;
  std::int32_t at = 0;
  const auto stay_until = [&](std::int32_t step) {
    if (step > at) exposures.push_back({active, step - at, 0});
    at = std::max(at, step);
  };
  for (const std::int32_t from : friend_steps(influence, ties, entries, person, reversed)) {
    if (from > end || (from == end && own == kNeverEntered)) break;
    stay_until(from);
    ++active;
  }
  stay_until(end);
  if (own != kNeverEntered) exposures.push_back({active, 0, 1});
  return merged(std::move(exposures));
}

std::vector<Exposure> merged(std::vector<Exposure> exposures) {
  std::ranges::sort(exposures, {}, &Exposure::friends);
  std::vector<Exposure> sums;
  for (const Exposure& e : exposures) {
    if (sums.empty() || sums.back().friends != e.friends) sums.push_back({e.friends, 0, 0});
    sums.back().stayed += e.stayed;
    sums.back().entered += e.entered;
  }
  return sums;
}

std::optional<ExposureFit> fit_exposures(std::span<const Exposure> exposures) {
  constexpr int kMostIterations = 100;
  const auto rows = merged({exposures.begin(), exposures.end()});
  if (!has_maximum(rows)) return std::nullopt;
  std::int64_t entered = 0, stayed = 0;
  for (const Exposure& e : rows) entered += e.entered, stayed += e.stayed;
  ExposureFit fit{.beta = std::log(static_cast<double>(entered) / static_cast<double>(stayed))};
  Derivatives d = derivatives(rows, fit.alpha, fit.beta);
  while (fit.iterations++ < kMostIterations) {
    const double determinant = d.alpha_alpha * d.beta_beta - d.alpha_beta * d.alpha_beta;
    if (!(determinant > 0.0)) return std::nullopt;
    double step_alpha = (d.beta_beta * d.by_alpha - d.alpha_beta * d.by_beta) / determinant;
    double step_beta = (d.alpha_alpha * d.by_beta - d.alpha_beta * d.by_alpha) / determinant;
    Derivatives next = derivatives(rows, fit.alpha + step_alpha, fit.beta + step_beta);
    for (int halvings = 0; halvings < 40 && !(next.log_likelihood >= d.log_likelihood);
         ++halvings) {
      step_alpha /= 2.0;
      step_beta /= 2.0;
      next = derivatives(rows, fit.alpha + step_alpha, fit.beta + step_beta);
    }
    fit.alpha += step_alpha;
    fit.beta += step_beta;
    d = next;
    if (std::abs(step_alpha) + std::abs(step_beta) <= 1e-10 * (1.0 + std::abs(fit.alpha)))
      return fit;
  }
  return std::nullopt;
}

}  // namespace grapevine
