#include "algorithms/centrality/hubbell.hpp"

#include <utility>

#include "algorithms/spread.hpp"
#include "engine/base/error.hpp"
#include "engine/network/signed_referral_walk.hpp"

namespace grapevine {
namespace {

std::vector<double> endowment_of(const Graph& graph, const NamedNumbers& named) {
  std::vector<double> endowment(graph.num_nodes(), named.empty() ? 1.0 : 0.0);
  for (const auto& [id, own] : named) {
    const auto node = graph.find(id);
    if (!node)
      throw Error(ErrorCode::InvalidOption, "endowment", in_quotes(id) + " is not in the graph",
                  "give ids that the input has");
    endowment[*node] += own;
  }
  return endowment;
}

}  // namespace

Facts HubbellResult::facts() const {
  Facts facts = iteration_facts(iterations, residual, converged);
  facts.emplace_back("factor", to_text(factor));
  facts.emplace_back("spectral_radius", to_text(radius));
  return facts;
}

HubbellResult hubbell(const GraphView& view, const HubbellOptions& options) {
  validate(options);
  const TieMatrix matrix(view, TieSigns::Both);
  const std::vector<double> endowment = endowment_of(view.graph(), options.endowment);
  const Attenuation attenuation = attenuation_of(matrix, options.factor, "factor");
  WalkSums found = walk_sums(matrix, attenuation, endowment, options.tolerance,
                             options.max_iterations, "factor");
  return {std::move(found.sum), attenuation.factor, attenuation.radius,
          found.iterations,     found.residual,     found.converged};
}

HubbellResult hubbell_in_study(const ScoreInputs& inputs, const HubbellOptions& options) {
  HubbellResult result = hubbell(signed_referral_walk(inputs.network), options);
  result.score = spread_over_contexts(inputs.network, result.score);
  return result;
}

}  // namespace grapevine
