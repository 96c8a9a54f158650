#pragma once
#include <cstdint>
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// Which purchases are looked at, and how days are told apart.
struct HistoryWindow {
  std::int64_t last_day = 0;  ///< Last day that is observed, as days since 1970.
  double zone_hours = 0.0;    ///< By how much the customers' clocks are ahead of UTC.
};

/// What one customer did in one context.
struct CustomerHistory {
  ContextId context = 0;
  NodeId person = 0;
  std::int64_t first_day = 0;
  std::int64_t latest_day = 0;  ///< With a purchase, of the days observed.
  std::int64_t repeats = 0;     ///< Days with a purchase after the first, of those observed.
  Money repeat_margin = 0;      ///< Of these, refunds taken off.
  std::uint64_t first_place = 0, num_days = 0;  ///< In PurchaseHistories::days.
};

/// Customers by (context, person), those whose first purchase was observed, with all their days.
struct PurchaseHistories {
  std::vector<CustomerHistory> customers;
  std::vector<std::int64_t> days;  ///< With a purchase, ascending; also those after `last_day`.
  int decimals = 2;
  std::uint64_t refunds = 0, refunds_of_nothing = 0;  ///< Observed; the latter before any purchase.
};

/// The purchases of a day in a context are one: what they bring is added up. A purchase with a
/// negative margin is a refund: it is no day of buying, and is taken off the customer's latest
/// purchase of that day or before; a refund of nothing bought so far counts for nothing. A refund
/// after `last_day` is not looked at. The order of rows and threads changes nothing.
/// O(purchases log purchases), in parallel. Errors: BadInput for sums beyond 64 bits.
PurchaseHistories purchase_histories(const Purchases& purchases, const HistoryWindow& window);

}  // namespace grapevine
