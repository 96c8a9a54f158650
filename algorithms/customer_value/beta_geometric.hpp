#pragma once
#include "algorithms/customer_value/buying_model.hpp"
#include "algorithms/customer_value/gamma_functions.hpp"

namespace grapevine {

/// BG/NBD: a customer buys at a Poisson rate drawn from a gamma distribution, and after each
/// repeat purchase leaves with a chance drawn from a beta distribution (Fader, Hardie, Lee 2005,
/// "Counting Your Customers" the Easy Way). In MBG/NBD he may leave after the first one as well
/// (Batislam, Denizel, Filiztekin 2007, Empirical validation and comparison of models for customer
/// base analysis).
///
/// Who is alive with x repeat purchases after T has a rate from Gamma(r + x, alpha + T) and a
/// chance to leave from Beta(a, b + k), k being the occasions survived. Were he never to leave, he
/// would make N ~ NB(r + x, h / (alpha + T + h)) purchases in h; of n he makes the j-th with chance
/// E[(1 - p)^(j - 1)]. So E[Y] is a sum of positive terms, without the differences of
/// hypergeometric functions, singular at a = 1, by which papers write it.
class BetaGeometric : public BuyingModel {
 public:
  BetaGeometric(const BuyingParameters& parameters, double largest_frequency, bool leaves_at_once);

  BuyingLikelihood likelihood(const RepeatBuying& customer) const override;
  void expect(double frequency, double age, std::span<const double> horizons,
              std::span<double> means) const override;
  double mean_square(double frequency, double age, double horizon) const override;
  double chance_of_none(double frequency, double age, double horizon) const override;

 private:
  double occasions(double frequency) const { return frequency + (leaves_at_once_ ? 1.0 : 0.0); }

  double r_, alpha_, a_, b_;
  bool leaves_at_once_;                    ///< Whether the first purchase is an occasion to leave.
  RisingFactorial rate_, stays_, either_;  ///< Of r, b and a + b.
};

}  // namespace grapevine
