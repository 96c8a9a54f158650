#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace grapevine {

/// Models of customers who buy at random times until, unseen, they leave for good.
enum class BuyingModelKind { BgNbd, MbgNbd, ParetoNbd };

/// What such a model knows of a customer. Times are in one unit, that of the study's choice.
struct RepeatBuying {
  double frequency = 0.0;  ///< x: purchases after the first; whole.
  double recency = 0.0;    ///< t_x: from the first purchase to the last; 0 where x = 0.
  double age = 0.0;        ///< T: from the first purchase to the end of observation; >= t_x.

  auto operator<=>(const RepeatBuying&) const = default;
};

/// r and alpha of the gamma distribution of purchase rates (its shape, and its scale in time), then
/// a and b of the beta distribution of the chance to leave after a purchase, or s and beta of the
/// gamma distribution of the rate of leaving.
using BuyingParameters = std::array<double, 4>;

/// The names of the four.
std::array<std::string_view, 4> parameter_names(BuyingModelKind kind);

/// Of one customer, with derivatives by the logarithm of each parameter.
struct BuyingLikelihood {
  double log_likelihood;
  BuyingParameters slopes;
  double log_alive;  ///< ln P(still a customer at T | x, t_x, T).
  BuyingParameters alive_slopes;
};

/// One model at given parameters. All functions are pure.
class BuyingModel {
 public:
  virtual ~BuyingModel() = default;

  virtual BuyingLikelihood likelihood(const RepeatBuying& customer) const = 0;

  /// E[Y(h) | alive at T, x, T] into means[i] for h = horizons[i] > 0, ascending, Y(h) being the
  /// purchases in (T, T + h].
  virtual void expect(double frequency, double age, std::span<const double> horizons,
                      std::span<double> means) const = 0;

  /// E[Y(h)^2 | alive at T, x, T].
  virtual double mean_square(double frequency, double age, double horizon) const = 0;

  /// P(Y(h) = 0 | alive at T, x, T).
  virtual double chance_of_none(double frequency, double age, double horizon) const = 0;

  /// E[X(t)]: purchases after the first that a new customer makes within t.
  double expected_of_newcomer(double t) const;
};

/// Largest frequencies get tables up to `largest_frequency`; others cost more time.
std::unique_ptr<const BuyingModel> make_buying_model(BuyingModelKind kind,
                                                     const BuyingParameters& parameters,
                                                     double largest_frequency);

}  // namespace grapevine
