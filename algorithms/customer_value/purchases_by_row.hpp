#pragma once
#include <algorithm>
#include <span>
#include <tuple>
#include <vector>

#include "engine/network/network.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

/// Purchases grouped by (context, person), in time order within a group.
class PurchasesByRow {
 public:
  explicit PurchasesByRow(const Network& network) : rows_(network.purchases.rows) {
    parallel_sort(rows_, [](const Purchase& a, const Purchase& b) { return key(a) < key(b); });
  }

  std::span<const Purchase> of(ContextId context, NodeId person) const {
    const auto group =
        std::ranges::equal_range(rows_, std::tuple(context, person), {},
                                 [](const Purchase& p) { return std::tuple(p.context, p.person); });
    return {group.begin(), group.end()};
  }

 private:
  static std::tuple<ContextId, NodeId, Time, std::uint32_t, Money> key(const Purchase& p) {
    return {p.context, p.person, p.time, p.id, p.margin};
  }

  std::vector<Purchase> rows_;
};

}  // namespace grapevine
