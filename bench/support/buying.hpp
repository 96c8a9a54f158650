#pragma once
#include <cmath>
#include <random>
#include <vector>

#include "algorithms/customer_value/buying_fit.hpp"
#include "algorithms/customer_value/gamma_gamma.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

inline constexpr BuyingParameters kCdnowParameters[] = {
    {0.243, 4.414, 0.793, 2.426}, {0.525, 6.183, 0.891, 1.614}, {0.553, 10.578, 0.606, 11.669}};

/// Customers who buy as BG/NBD says with the parameters of CDNOW, in weeks of whole days, observed
/// for 27 to 39 weeks; what they spend is Gamma-Gamma, with those of CDNOW.
struct Customers {
  std::vector<RepeatBuying> buying;
  std::vector<RepeatSpend> spend;
};

inline Customers random_customers(std::int64_t count) {
  const auto gamma = [](Random& random, double shape, double rate) {
    return std::gamma_distribution<double>(shape, 1.0 / rate)(random);
  };
  const auto& p = kCdnowParameters[0];
  Customers all;
  for (std::int64_t i = 0; i < count; ++i) {
    Random random(1, static_cast<std::uint64_t>(i));
    const double days = 189.0 + static_cast<double>(random.below(84));
    const double rate = gamma(random, p[0], p[1]) / 7.0, a = gamma(random, p[2], 1.0);
    const double leaves = a / (a + gamma(random, p[3], 1.0));
    RepeatBuying one{.age = days / 7.0};
    double last = 0.0;
    for (double now = 0.0;;) {
      now += -std::log1p(-random.uniform()) / rate;
      if (now > days) break;
      if (std::ceil(now) > last) {
        ++one.frequency;
        last = std::ceil(now);
      }
      if (random.uniform() < leaves) break;
    }
    one.recency = last / 7.0;
    const double nu = gamma(random, 3.74, 15.44), x = one.frequency;
    all.buying.push_back(one);
    all.spend.push_back({x, x > 0.0 ? gamma(random, 6.25 * x, nu) / x : 0.0});
  }
  return all;
}

}  // namespace grapevine::bench
