#include "algorithms/centrality/eigenvector.hpp"

#include <utility>

#include "algorithms/spread.hpp"

namespace grapevine {

Facts EigenvectorResult::facts() const {
  Facts facts = iteration_facts(iterations, residual, converged);
  facts.emplace_back("spectral_radius", to_text(radius));
  return facts;
}

EigenvectorResult eigenvector(const GraphView& view, const EigenvectorOptions& options) {
  validate(options);
  const TieMatrix matrix(view, TieSigns::Positive);
  Dominant found = dominant_of(matrix, options.tolerance, options.max_iterations);
  return {std::move(found.vector), found.radius * matrix.unit(), found.iterations, found.residual,
          found.converged};
}

EigenvectorResult eigenvector_in_study(const ScoreInputs& inputs,
                                       const EigenvectorOptions& options) {
  EigenvectorResult result = eigenvector(inputs.walk, options);
  result.centrality = spread_over_contexts(inputs.network, result.centrality);
  return result;
}

}  // namespace grapevine
