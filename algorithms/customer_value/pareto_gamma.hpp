#pragma once
#include "algorithms/customer_value/buying_model.hpp"
#include "algorithms/customer_value/gamma_functions.hpp"

namespace grapevine {

/// Pareto/NBD: a customer buys at a Poisson rate drawn from Gamma(r, alpha) and leaves at a rate
/// drawn from Gamma(s, beta), at any time (Schmittlein, Morrison, Colombo 1987, Counting Your
/// Customers: Who Are They and What Will They Do Next?).
///
/// The chance to have left between t_x and T is an integral of (alpha + t)^-(r + x)
/// (beta + t)^-(s + 1), which papers write as a difference of two hypergeometric functions. Here it
/// is integrated, Gauss and Legendre's rule on a logarithmic scale of time, to 13 digits: nothing
/// cancels where T is close to t_x, and its derivatives are means under the same weights.
class ParetoGamma : public BuyingModel {
 public:
  ParetoGamma(const BuyingParameters& parameters, double largest_frequency);

  BuyingLikelihood likelihood(const RepeatBuying& customer) const override;
  void expect(double frequency, double age, std::span<const double> horizons,
              std::span<double> means) const override;
  double mean_square(double frequency, double age, double horizon) const override;
  double chance_of_none(double frequency, double age, double horizon) const override;

 private:
  double r_, alpha_, s_, beta_;
  RisingFactorial rate_;  ///< Of r.
};

}  // namespace grapevine
