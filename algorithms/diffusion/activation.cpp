#include "algorithms/diffusion/activation.hpp"

#include <cmath>

#include "algorithms/diffusion/seed_nodes.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

Facts ActivationResult::facts() const {
  return {{"spread", to_text(spread.mean)},
          {"standard_error", to_text(spread.standard_error)},
          {"runs", std::to_string(runs)}};
}

ActivationResult activation(const GraphView& view, const ActivationOptions& options) {
  validate(options);
  const auto seeds = nodes_of_ids(view.graph(), options.seeds, "seeds");
  const TieChances chances(view, read_chance_rule(options.weights, "weights"), options.seed);
  const auto spread = simulate_spread(chances, options.cascade, seeds,
                                      static_cast<std::uint64_t>(options.runs), options.seed);
  ActivationResult result{.spread = spread.people, .runs = spread.runs};
  const auto runs = static_cast<double>(spread.runs);
  for (const std::uint64_t times : spread.times_reached) {
    const auto reached = static_cast<double>(times);
    const double share = (reached + 1.0) / (runs + 2.0);
    result.probability.push_back(reached / runs);
    result.standard_error.push_back(std::sqrt(share * (1.0 - share) / runs));
  }
  return result;
}

}  // namespace grapevine
