#include "algorithms/centrality/katz.hpp"

#include <utility>

#include "algorithms/spread.hpp"

namespace grapevine {

Facts KatzResult::facts() const {
  Facts facts = iteration_facts(iterations, residual, converged);
  facts.emplace_back("alpha", to_text(alpha));
  facts.emplace_back("spectral_radius", to_text(radius));
  return facts;
}

KatzResult katz(const GraphView& view, const KatzOptions& options) {
  validate(options);
  const TieMatrix matrix(view, TieSigns::Positive);
  const Attenuation attenuation = attenuation_of(matrix, options.alpha, "alpha");
  const std::vector<double> ones(view.num_nodes(), 1.0);
  WalkSums found =
      walk_sums(matrix, attenuation, ones, options.tolerance, options.max_iterations, "alpha");
  return {std::move(found.sum), attenuation.factor, attenuation.radius,
          found.iterations,     found.residual,     found.converged};
}

KatzResult katz_in_study(const ScoreInputs& inputs, const KatzOptions& options) {
  KatzResult result = katz(inputs.walk, options);
  result.score = spread_over_contexts(inputs.network, result.score);
  return result;
}

}  // namespace grapevine
