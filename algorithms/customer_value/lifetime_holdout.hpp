#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "algorithms/customer_value/buying_fit.hpp"
#include "algorithms/customer_value/purchase_history.hpp"

namespace grapevine {

/// Days in one unit of time; of a month and longer the mean of the Gregorian calendar.
double days_of(Period unit);

/// Repeat purchases of all customers together in one unit of time.
struct TrackedPeriod {
  std::int64_t period = 1;    ///< Counted from the first purchase in the context.
  std::int64_t last_day = 0;  ///< Of the period, as days since 1970.
  bool held_out = false;      ///< Ends after what the model was fitted to.
  double actual = 0.0, expected = 0.0;
  double actual_total = 0.0, expected_total = 0.0;  ///< Since the first purchase.
};

/// Customers who bought equally often while observed, in the time held out.
struct ConditionalPurchases {
  std::int64_t frequency = 0;  ///< Repeat purchases observed; the last group: as many or more.
  std::int64_t customers = 0;
  double actual = 0.0, expected = 0.0;  ///< Mean purchases of one of them.
};

/// The last group of frequencies.
inline constexpr std::int64_t kFrequentBuyers = 7;

/// Customers of one context, how they were grouped and fitted, and what is known of them.
struct FittedCustomers {
  const PurchaseHistories& histories;
  std::span<const CustomerHistory> customers;
  std::span<const std::uint32_t> groups;  ///< Of each; empty: all are in one.
  const BuyingFit& fit;
  Period unit;
  std::int64_t last_day;  ///< That the fit saw.
  std::int64_t end_day;   ///< Last day known.
};

/// What customers bought again and what the model expects of so many who joined on those days (not
/// given their histories), for every whole unit of time up to the end. O(days of purchase +
/// periods x days of joining).
std::vector<TrackedPeriod> track(const FittedCustomers& fitted);

/// How often they bought in the days held out, and what the model expects given their histories;
/// empty where none are. Frequencies that nobody has are left out.
std::vector<ConditionalPurchases> conditional_purchases(const FittedCustomers& fitted);

/// Histories as models take them, in `unit`.
std::vector<RepeatBuying> repeat_buying(std::span<const CustomerHistory> customers, Period unit,
                                        std::int64_t last_day);

}  // namespace grapevine
