#pragma once
#include <cmath>
#include <optional>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::testing {

/// Options of the CRV formula, all of them at work.
inline EconomicsOptions random_economics(std::uint64_t seed) {
  Random random(seed, 3);
  EconomicsOptions options;
  options.period = static_cast<Period>(random.below(6));
  options.discount_per_period = 0.2 * random.uniform();
  options.acquisition_saving_type1 = 40.0 * random.uniform();
  options.acquisition_saving_type2 = 30.0 * random.uniform();
  options.incentive = 10.0 * random.uniform();
  options.type2_incentive = static_cast<Type2Incentive>(random.below(2));
  options.marketing_cost_per_period = random.below(2) == 0 ? 0.0 : random.uniform();
  options.p_type1 = random.uniform();
  options.lambda = random.uniform();
  return options;
}

/// What one acquisition is worth, by the formula as printed.
struct PlainValue {
  Money margin = 0, outside = 0;
  long double type1 = 0.0L, type2 = 0.0L, incentive = 0.0L;
};

inline PlainValue plain_value(const Network& network, const Acquisition& acquisition,
                              std::optional<double> horizon_days, const EconomicsOptions& options) {
  const auto discount = [&](std::int64_t t) {
    return std::pow(1.0L + options.discount_per_period, -static_cast<long double>(t));
  };
  const Time join = acquisition.time;
  std::optional<Time> end;
  if (horizon_days)
    end = join + std::chrono::microseconds{std::llround(*horizon_days * 86'400'000'000.0)};
  PlainValue value;
  for (const Purchase& p : network.purchases.rows) {
    if (p.context != acquisition.context || p.person != acquisition.person) continue;
    if (p.time < join || (end && p.time >= *end)) {
      value.outside += p.margin;
      continue;
    }
    std::int64_t t = 1;
    while (add_periods(join, options.period, t) <= p.time) ++t;
    value.margin += p.margin;
    value.type1 += static_cast<long double>(p.margin) /
                   std::pow(10.0L, network.purchases.decimals) * discount(t);
  }
  const Time charged_to = end ? *end : network.end;
  for (std::int64_t t = 1; add_periods(join, options.period, t - 1) < charged_to; ++t)
    value.type1 -= options.marketing_cost_per_period * discount(t);
  value.type1 += options.acquisition_saving_type1 * discount(1);
  value.type2 = options.acquisition_saving_type2 * discount(1);
  value.incentive = options.incentive * discount(1);
  return value;
}

}  // namespace grapevine::testing
