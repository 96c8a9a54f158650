#include "algorithms/customer_value/purchase_history.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <span>
#include <tuple>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// A purchase without what the summary has no use for.
struct DatedMargin {
  std::uint64_t customer;  ///< context * people + person
  std::int64_t day;
  Money margin;

  bool is_refund() const { return margin < 0; }
  /// Purchases of a day come before its refunds.
  auto key() const { return std::tuple(customer, day, is_refund(), margin); }
};

std::vector<DatedMargin> in_order(const Purchases& purchases, double zone_hours) {
  const auto zone = std::chrono::microseconds(std::llround(zone_hours * 3.6e9));
  std::vector<DatedMargin> rows(purchases.rows.size());
  for_each_index(rows.size(), [&](std::size_t i) {
    const Purchase& p = purchases.rows[i];
    rows[i] = {std::uint64_t{p.context} * purchases.num_people + p.person,
               day_number(p.time + zone), p.margin};
  });
  parallel_sort(rows, [](const DatedMargin& a, const DatedMargin& b) { return a.key() < b.key(); });
  return rows;
}

/// Adds up the rows of one customer after the other.
class Summary {
 public:
  Summary(const Purchases& purchases, std::int64_t last_day)
      : num_people_(purchases.num_people), last_day_(last_day) {
    result_.decimals = purchases.decimals;
  }

  void add(std::span<const DatedMargin> rows) {
    CustomerHistory one{.context = static_cast<ContextId>(rows.front().customer / num_people_),
                        .person = static_cast<NodeId>(rows.front().customer % num_people_),
                        .first_place = result_.days.size()};
    bool bought = false;
    for (const DatedMargin& row : rows) {
      const bool observed = row.day <= last_day_;
      if (row.is_refund()) {
        if (observed) add_refund(one, row.margin, bought);
        continue;
      }
      const bool new_day = !bought || row.day != result_.days.back();
      if (new_day) result_.days.push_back(row.day);
      if (!bought) one.first_day = row.day;
      bought = true;
      if (!observed) continue;
      one.latest_day = row.day;
      if (new_day && row.day != one.first_day) ++one.repeats;
      if (one.repeats > 0) one.repeat_margin = add_money(one.repeat_margin, row.margin);
    }
    keep(one, bought && one.first_day <= last_day_);
  }

  PurchaseHistories finish() { return std::move(result_); }

 private:
  void add_refund(CustomerHistory& one, Money margin, bool bought) {
    ++result_.refunds;
    if (!bought) ++result_.refunds_of_nothing;
    if (one.repeats > 0) one.repeat_margin = add_money(one.repeat_margin, margin);
  }

  void keep(CustomerHistory& one, bool observed) {
    if (!observed) {  // a newcomer of the days to come, or refunds alone
      result_.days.resize(one.first_place);
      return;
    }
    one.num_days = result_.days.size() - one.first_place;
    result_.customers.push_back(one);
  }

  std::uint64_t num_people_;
  std::int64_t last_day_;
  PurchaseHistories result_;
};

}  // namespace

PurchaseHistories purchase_histories(const Purchases& purchases, const HistoryWindow& window) {
  const std::vector<DatedMargin> rows = in_order(purchases, window.zone_hours);
  Summary summary(purchases, window.last_day);
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    while (end < rows.size() && rows[end].customer == rows[begin].customer) ++end;
    summary.add(std::span(rows).subspan(begin, end - begin));
  }
  return summary.finish();
}

}  // namespace grapevine
