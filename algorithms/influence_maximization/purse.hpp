#pragma once
#include <utility>
#include <vector>

#include "algorithms/influence_maximization/set_cover.hpp"

namespace grapevine {

/// Takes people in turn while they can be paid. Who once cannot be never can.
class Purse {
 public:
  /// `limits` must outlive it.
  explicit Purse(const SeedLimits& limits) : limits_(limits), left_(limits.budget.value_or(0.0)) {}

  bool is_full() const { return chosen_.size() >= limits_.most; }
  bool can_pay(NodeId v) const {
    return !is_full() && limits_.may_choose(v) && (!limits_.budget || limits_.cost(v) <= left_);
  }
  void pay(NodeId v) {
    left_ -= limits_.budget ? limits_.cost(v) : 0.0;
    chosen_.push_back(v);
  }
  const std::vector<NodeId>& chosen() const { return chosen_; }
  std::vector<NodeId> take() && { return std::move(chosen_); }

 private:
  const SeedLimits& limits_;
  double left_;
  std::vector<NodeId> chosen_;
};

}  // namespace grapevine
