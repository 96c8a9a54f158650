#include "algorithms/customer_value/realised_margin.hpp"

#include "engine/parallel/loops.hpp"

namespace grapevine {

RealisedMarginResult realised_margin(const Purchases& purchases, const RealisedMarginOptions&) {
  std::vector<Purchase> rows = purchases.rows;
  const auto key = [](const Purchase& p) {
    return std::tuple(p.context, p.person, p.time, p.id, p.margin);
  };
  parallel_sort(rows, [&](const Purchase& a, const Purchase& b) { return key(a) < key(b); });
  RealisedMarginResult result;
  result.margin.decimals = purchases.decimals;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool same_row =
        i > 0 && rows[i].context == rows[i - 1].context && rows[i].person == rows[i - 1].person;
    if (!same_row) {
      result.person.push_back(rows[i].person);
      result.context.push_back(rows[i].context);
      result.margin.amounts.push_back(0);
      result.purchases.push_back(0);
    }
    result.margin.amounts.back() = add_money(result.margin.amounts.back(), rows[i].margin);
    ++result.purchases.back();
  }
  return result;
}

}  // namespace grapevine
