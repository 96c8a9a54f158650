#pragma once
#include <vector>

#include "algorithms/simulation/town.hpp"
#include "engine/base/money.hpp"

namespace grapevine {

/// One row of the shop's books. Amounts are in cents.
struct SimulatedPurchase {
  std::uint32_t number = 0;  ///< Of the person's purchases in the context; a refund has that of its
                             ///< purchase.
  bool refund = false;
  double day = 0.0;
  Money amount = 0, margin = 0;
};

/// No person buys more often in one context, so that purchases can be numbered.
inline constexpr std::uint32_t kMostPurchases = 5000;

/// What people buy in one context from the day they come.
///
/// Repeat purchases are BG/NBD (Fader, Hardie, Lee 2005, "Counting Your Customers" the Easy Way,
/// Marketing Science 24): a person's rate ~ Gamma(r, alpha), after each repeat the person drops out
/// with a chance ~ Beta(a, b); the first purchase is the one that acquires. Amounts are Gamma-Gamma
/// (Fader, Hardie 2013): Gamma(p, nu) with nu ~ Gamma(q, gamma), mean p gamma / (q - 1). Both are
/// counted from the day of joining with the person's own random numbers and cut where the study
/// ends, so the same person who comes on another day buys the same, moved.
class Books {
 public:
  Books(const ShopOptions& options, ContextId context);

  /// The rows of a person who comes on `joined` (before the study's end), by purchase, each refund
  /// behind its purchase. `referred`: the amounts are those of a referred person.
  void rows_of(NodeId person, double joined, bool referred,
               std::vector<SimulatedPurchase>& rows) const;

  /// The sum of their margins.
  Money margin_of(NodeId person, double joined, bool referred) const;

 private:
  template <class Use>
  void for_each_row(NodeId person, double joined, bool referred, const Use& use) const;

  ShopOptions options_;
  ContextId context_;
  Draws draws_;
  double referred_spending_;
};

}  // namespace grapevine
