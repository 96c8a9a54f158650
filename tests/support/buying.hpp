#pragma once
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "algorithms/customer_value/buying_model.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::testing {

/// A customer as the model of that kind says that customers are, drawn at random.
struct DrawnCustomer {
  RepeatBuying history;  ///< Up to his age.
  bool alive = false;    ///< At that age.
  double later = 0.0;    ///< Purchases within `horizon` after it.
};

inline double gamma_draw(Random& random, double shape, double rate) {
  return std::gamma_distribution<double>(shape, 1.0 / rate)(random);
}
inline double beta_draw(Random& random, double a, double b) {
  const double x = gamma_draw(random, a, 1.0), y = gamma_draw(random, b, 1.0);
  return x + y > 0.0 ? x / (x + y) : a / (a + b);
}
inline double waiting_time(Random& random, double rate) {
  return -std::log1p(-random.uniform()) / rate;
}

inline DrawnCustomer draw_customer(BuyingModelKind kind, const BuyingParameters& p, double age,
                                   double horizon, Random& random) {
  const double rate = gamma_draw(random, p[0], p[1]);
  const bool pareto = kind == BuyingModelKind::ParetoNbd;
  const double leaves =
      pareto ? waiting_time(random, gamma_draw(random, p[2], p[3])) : beta_draw(random, p[2], p[3]);
  DrawnCustomer drawn{.history = {.age = age}, .alive = true};
  double now = 0.0;
  if (kind == BuyingModelKind::MbgNbd && random.uniform() < leaves) drawn.alive = false;
  while (pareto || drawn.alive) {
    now += waiting_time(random, rate);
    if (now > age + horizon || (pareto && now > leaves)) break;
    if (now <= age) {
      ++drawn.history.frequency;
      drawn.history.recency = now;
    } else {
      ++drawn.later;
    }
    // Who leaves after the age was alive at it.
    if (!pareto && random.uniform() < leaves) {
      drawn.alive = now > age;
      break;
    }
  }
  if (pareto) drawn.alive = leaves > age;
  return drawn;
}

/// Many of them, with ages spread over [age / 2, age].
inline std::vector<DrawnCustomer> draw_customers(BuyingModelKind kind, const BuyingParameters& p,
                                                 double age, double horizon, std::size_t count,
                                                 std::uint64_t seed) {
  std::vector<DrawnCustomer> drawn;
  for (std::size_t i = 0; i < count; ++i) {
    Random random(seed, i);
    drawn.push_back(draw_customer(kind, p, age * (0.5 + 0.5 * random.uniform()), horizon, random));
  }
  return drawn;
}

inline std::vector<RepeatBuying> histories_of(const std::vector<DrawnCustomer>& drawn) {
  std::vector<RepeatBuying> histories;
  for (const DrawnCustomer& d : drawn) histories.push_back(d.history);
  return histories;
}

inline constexpr BuyingModelKind kBuyingModels[] = {BuyingModelKind::BgNbd, BuyingModelKind::MbgNbd,
                                                    BuyingModelKind::ParetoNbd};
inline constexpr const char* kBuyingModelNames[] = {"BG/NBD", "MBG/NBD", "Pareto/NBD"};

/// Parameters as they were published for CDNOW, in weeks.
inline BuyingParameters cdnow_parameters(BuyingModelKind kind) {
  if (kind == BuyingModelKind::BgNbd) return {0.243, 4.414, 0.793, 2.426};
  if (kind == BuyingModelKind::MbgNbd) return {0.525, 6.183, 0.891, 1.614};
  return {0.553, 10.578, 0.606, 11.669};
}

}  // namespace grapevine::testing
