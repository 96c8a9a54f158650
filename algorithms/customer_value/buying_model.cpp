#include "algorithms/customer_value/buying_model.hpp"

#include <cmath>

#include "algorithms/customer_value/beta_geometric.hpp"
#include "algorithms/customer_value/pareto_gamma.hpp"

namespace grapevine {

std::array<std::string_view, 4> parameter_names(BuyingModelKind kind) {
  if (kind == BuyingModelKind::ParetoNbd) return {"r", "alpha", "s", "beta"};
  return {"r", "alpha", "a", "b"};
}

double BuyingModel::expected_of_newcomer(double t) const {
  if (t <= 0.0) return 0.0;
  double mean = 0.0;
  expect(0.0, 0.0, {&t, 1}, {&mean, 1});
  return std::exp(likelihood({}).log_alive) * mean;
}

std::unique_ptr<const BuyingModel> make_buying_model(BuyingModelKind kind,
                                                     const BuyingParameters& parameters,
                                                     double largest_frequency) {
  if (kind == BuyingModelKind::ParetoNbd)
    return std::make_unique<ParetoGamma>(parameters, largest_frequency);
  return std::make_unique<BetaGeometric>(parameters, largest_frequency,
                                         kind == BuyingModelKind::MbgNbd);
}

}  // namespace grapevine
