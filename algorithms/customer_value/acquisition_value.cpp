#include "algorithms/customer_value/acquisition_value.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

#include "algorithms/customer_value/purchases_by_row.hpp"
#include "algorithms/customer_value/type1_estimate.hpp"
#include "engine/base/days.hpp"
#include "engine/network/answers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Divides flows of one newcomer by (1 + r)^t.
class Discount {
 public:
  Discount(Time join, const EconomicsOptions& options) : join_(join), options_(options) {}

  double of_period(std::int64_t t) const { return discount_of_period(t, options_); }
  double at(Time time) const {
    return of_period(whole_periods_between(join_, time, options_.period) + 1);
  }

 private:
  Time join_;
  const EconomicsOptions& options_;
};

/// PV of M over every period begun before `end`.
double marketing_cost(Time join, Time end, const Discount& discount,
                      const EconomicsOptions& options) {
  if (options.marketing_cost_per_period == 0.0) return 0.0;
  double cost = 0.0;
  for (std::int64_t t = 1; add_periods(join, options.period, t - 1) < end; ++t)
    cost += options.marketing_cost_per_period * discount.of_period(t);
  return cost;
}

AcquisitionValue value_of(const Acquisition& acquisition, std::span<const Purchase> purchases,
                          const Network& network, const Journeys& journeys,
                          const EconomicsOptions& options) {
  const Discount discount(acquisition.time, options);
  const Time end = horizon_end(acquisition.time, journeys);
  AcquisitionValue value;
  for (const Purchase& purchase : purchases) {
    if (purchase.time < acquisition.time || purchase.time >= end) {
      value.outside = add_money(value.outside, purchase.margin);
      continue;
    }
    value.margin = add_money(value.margin, purchase.margin);
    value.type1 +=
        major_units(purchase.margin, network.purchases.decimals) * discount.at(purchase.time);
  }
  value.type1 -= marketing_cost(acquisition.time, journeys.horizon_days ? end : network.end,
                                discount, options);
  value.type1 += options.acquisition_saving_type1 * discount.of_period(1);
  value.type2 = options.acquisition_saving_type2 * discount.of_period(1);
  value.incentive = options.incentive * discount.of_period(1);
  return value;
}

}  // namespace

Time horizon_end(Time join, const Journeys& journeys) {
  if (!journeys.horizon_days) return Time::max();
  const Days days(*journeys.horizon_days);
  return join + std::chrono::round<Time::duration>(days);
}

std::vector<AcquisitionValue> value_acquisitions(const Network& network, const Journeys& journeys,
                                                 const EconomicsOptions& options,
                                                 std::span<const double> p_type1_by_context) {
  validate(options);
  const PurchasesByRow purchases(network);
  const std::vector<double> anyway = latest_answers(network, "would_have_joined_anyway");
  std::vector<AcquisitionValue> values(journeys.acquisitions.size());
  for_each_index(
      values.size(),
      [&](std::size_t i) {
        const Acquisition& a = journeys.acquisitions[i];
        values[i] = value_of(a, purchases.of(a.context, a.person), network, journeys, options);
        const double answer = anyway[network.row(a.context, a.person)];
        values[i].p_type1 = std::isnan(answer) ? p_type1_by_context[a.context] : 1.0 - answer;
      },
      256);
  return values;
}

std::vector<AcquisitionValue> value_acquisitions(const Network& network, const Journeys& journeys,
                                                 const EconomicsOptions& options) {
  validate(options);
  return value_acquisitions(network, journeys, options,
                            estimate_type1(network, journeys, options).by_context());
}

std::vector<Money> margin_without_acquisition(const Network& network, const Journeys& journeys) {
  const auto key = [](const auto& row) { return std::tuple(row.context, row.person); };
  std::vector<Money> margins(network.num_contexts());
  for (const Purchase& purchase : network.purchases.rows) {
    if (std::ranges::binary_search(journeys.acquisitions, key(purchase), {}, key)) continue;
    Money& margin = margins[purchase.context];
    margin = add_money(margin, purchase.margin);
  }
  return margins;
}

}  // namespace grapevine
