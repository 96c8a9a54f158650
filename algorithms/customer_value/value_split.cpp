#include "algorithms/customer_value/value_split.hpp"

#include <algorithm>

#include "algorithms/customer_value/realised_margin.hpp"

namespace grapevine {
namespace {

/// Splits one acquisition among the referrers in `credits` and, last, the customer.
std::vector<Money> split_one(std::span<const Credit> credits, Money margin, double lambda) {
  std::vector<double> weights;
  double referred = 0.0;
  for (const Credit& credit : credits) {
    weights.push_back(lambda * credit.share);
    referred += credit.share;
  }
  weights.push_back(1.0 - lambda * std::min(referred, 1.0));
  return split_by_weights(margin, weights);
}

}  // namespace

std::vector<SplitPart> split_value(const Network& network, const Journeys& journeys,
                                   std::span<const Credit> ledger,
                                   std::span<const AcquisitionValue> values, double lambda) {
  const RealisedMarginResult own = realised_margin(network.purchases);
  std::vector<SplitPart> parts;
  std::size_t credit = 0, acquisition = 0;
  for (std::size_t row = 0; row < own.person.size(); ++row) {
    const ContextId context = own.context[row];
    const NodeId customer = own.person[row];
    const bool acquired = acquisition < journeys.acquisitions.size() &&
                          journeys.acquisitions[acquisition].context == context &&
                          journeys.acquisitions[acquisition].person == customer;
    if (!acquired) {
      parts.push_back({context, customer, customer, own.margin.amounts[row]});
      continue;
    }
    const std::size_t first = credit;
    while (credit < ledger.size() && ledger[credit].acquisition == acquisition) ++credit;
    auto credits = ledger.subspan(first, credit - first);
    if (credits.back().referrer == kNoNode) credits = credits.first(credits.size() - 1);
    const auto amounts = split_one(credits, values[acquisition].margin, lambda);
    for (std::size_t k = 0; k < credits.size(); ++k)
      parts.push_back({context, customer, credits[k].referrer, amounts[k]});
    parts.push_back(
        {context, customer, customer, add_money(amounts.back(), values[acquisition].outside)});
    ++acquisition;
  }
  return parts;
}

}  // namespace grapevine
