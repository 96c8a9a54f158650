#include "algorithms/customer_value/discounted_flows.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace grapevine {
namespace {

using Row = std::tuple<ContextId, NodeId>;

/// Lists the flows of one newcomer.
class Flows {
 public:
  Flows(Time join, const EconomicsOptions& options) : join_(join), options_(options) {
    PeriodFlow& first = start(1, 1);
    first.saving_type1 = options.acquisition_saving_type1;
    first.saving_type2 = options.acquisition_saving_type2;
    first.incentive = options.incentive;
  }

  /// M falls due in each period begun before `end`.
  std::vector<PeriodFlow> finish(const std::map<std::int64_t, double>& margins, Time end) {
    flows_.front().margin = margins.contains(1) ? margins.at(1) : 0.0;
    for (const auto& [t, margin] : margins) {
      if (t == 1) continue;
      add_idle_periods(t - 1, end);
      start(t, t).margin = margin;
    }
    while (add_idle_period(end)) continue;
    for (PeriodFlow& flow : flows_) complete(flow, end);
    return std::move(flows_);
  }

 private:
  PeriodFlow& start(std::int64_t first, std::int64_t last) {
    flows_.push_back({.first = first,
                      .last = last,
                      .begin = add_periods(join_, options_.period, first - 1),
                      .discount = discount(first)});
    idle_ = false;
    return flows_.back();
  }

  double discount(std::int64_t t) const { return discount_of_period(t, options_); }

  bool costs(std::int64_t t, Time end) const {
    return options_.marketing_cost_per_period != 0.0 &&
           add_periods(join_, options_.period, t - 1) < end;
  }

  /// Adds the next period if M is due in it.
  bool add_idle_period(Time end) {
    const std::int64_t t = flows_.back().last + 1;
    if (!costs(t, end)) return false;
    if (idle_)
      flows_.back().last = t;
    else
      start(t, t);
    idle_ = true;
    return true;
  }

  void add_idle_periods(std::int64_t last, Time end) {
    while (flows_.back().last < last && add_idle_period(end)) continue;
  }

  void complete(PeriodFlow& flow, Time end) const {
    flow.present_value = (flow.margin + flow.saving_type1) * flow.discount;
    if (!costs(flow.first, end)) return;
    flow.marketing_cost = options_.marketing_cost_per_period;
    for (std::int64_t t = flow.first; t <= flow.last; ++t)
      flow.present_value -= flow.marketing_cost * discount(t);
  }

  Time join_;
  const EconomicsOptions& options_;
  std::vector<PeriodFlow> flows_;
  bool idle_ = false;  ///< Whether the last entry has nothing but M.
};

/// The purchases of each newcomer in the order of time.
std::map<Row, std::vector<Purchase>> purchases_of(const Network& network, const Journeys& journeys,
                                                  std::span<const std::size_t> acquisitions) {
  std::map<Row, std::vector<Purchase>> purchases;
  for (const std::size_t i : acquisitions)
    purchases[{journeys.acquisitions[i].context, journeys.acquisitions[i].person}];
  for (const Purchase& purchase : network.purchases.rows)
    if (const auto wanted = purchases.find({purchase.context, purchase.person});
        wanted != purchases.end())
      wanted->second.push_back(purchase);
  return purchases;
}

}  // namespace

std::vector<std::vector<PeriodFlow>> discounted_flows(const Network& network,
                                                      const Journeys& journeys,
                                                      const EconomicsOptions& options,
                                                      std::span<const std::size_t> acquisitions) {
  validate(options);
  const auto purchases = purchases_of(network, journeys, acquisitions);
  std::vector<std::vector<PeriodFlow>> all;
  for (const std::size_t i : acquisitions) {
    const Acquisition& a = journeys.acquisitions[i];
    const Time end = horizon_end(a.time, journeys);
    std::map<std::int64_t, Money> margins;
    for (const Purchase& purchase : purchases.at({a.context, a.person})) {
      if (purchase.time < a.time || purchase.time >= end) continue;
      Money& margin = margins[whole_periods_between(a.time, purchase.time, options.period) + 1];
      margin = add_money(margin, purchase.margin);
    }
    std::map<std::int64_t, double> major;
    for (const auto& [t, margin] : margins)
      major.emplace(t, major_units(margin, network.purchases.decimals));
    all.push_back(Flows(a.time, options).finish(major, journeys.horizon_days ? end : network.end));
  }
  return all;
}

}  // namespace grapevine
