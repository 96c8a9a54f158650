#include "algorithms/diffusion/activation.hpp"

#include <cmath>

#include "algorithms/diffusion/seed_nodes.hpp"
#include "algorithms/diffusion/signed_cascade.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

namespace {

/// The share of runs, and its standard error.
void set_shares(ActivationResult& result, std::span<const std::uint64_t> times_for,
                std::span<const std::uint64_t> times_against) {
  const auto runs = static_cast<double>(result.runs);
  for (std::size_t v = 0; v < times_for.size(); ++v) {
    const std::uint64_t against = times_against.empty() ? 0 : times_against[v];
    const auto reached = static_cast<double>(times_for[v] + against);
    const double share = (reached + 1.0) / (runs + 2.0);
    result.probability.push_back(reached / runs);
    result.standard_error.push_back(std::sqrt(share * (1.0 - share) / runs));
    result.positive.push_back(static_cast<double>(times_for[v]) / runs);
    result.negative.push_back(static_cast<double>(against) / runs);
  }
}

ActivationResult signed_activation(const TieChances& chances, const ActivationOptions& options,
                                   std::span<const NodeId> seeds) {
  const auto detractors = marked_nodes(chances.graph(), options.detractors, "detractors");
  const auto spread = simulate_signed_spread(
      chances, detractors, seeds, static_cast<std::uint64_t>(options.runs), options.seed);
  ActivationResult result{.spread = spread.people,
                          .spread_for = spread.people_for,
                          .spread_against = spread.people_against,
                          .with_signs = true,
                          .runs = spread.runs};
  set_shares(result, spread.times_for, spread.times_against);
  return result;
}

}  // namespace

Facts ActivationResult::facts() const {
  Facts facts = {{"spread", to_text(spread.mean)},
                 {"standard_error", to_text(spread.standard_error)},
                 {"runs", std::to_string(runs)}};
  if (with_signs) {
    facts.emplace_back("for", to_text(spread_for.mean));
    facts.emplace_back("against", to_text(spread_against.mean));
  }
  return facts;
}

ActivationResult activation(const GraphView& view, const ActivationOptions& options) {
  validate(options);
  validate_signs(options.with_signs, options.detractors, options.cascade, "cascade");
  const auto seeds = nodes_of_ids(view.graph(), options.seeds, "seeds");
  ChanceRule rule = read_chance_rule(options.weights, "weights");
  if (options.with_signs) rule.negative_ties = NegativeTies::Carry;
  const TieChances chances(view, rule, options.seed);
  if (options.with_signs) return signed_activation(chances, options, seeds);
  const auto spread = simulate_spread(chances, options.cascade, seeds,
                                      static_cast<std::uint64_t>(options.runs), options.seed);
  ActivationResult result{.spread = spread.people, .runs = spread.runs};
  set_shares(result, spread.times_reached, {});
  return result;
}

}  // namespace grapevine
