#pragma once
#include <vector>

#include "algorithms/simulation/purchases.hpp"
#include "algorithms/simulation/spread.hpp"

namespace grapevine {

/// What each person is truly worth in one context, in cents.
struct TrueValue {
  std::vector<Money> margin;     ///< Of the person's own purchases.
  std::vector<Money> crv_type1;  ///< Shares of the margins of people who would not have come.
  std::vector<Money> crv_type2;  ///< Shares of the savings on people who would have come anyway.
  /// The margin of everybody else, less what it would be had this person never bought there; empty
  /// unless asked for.
  std::vector<Money> counterfactual;
};

/// How somebody came: unasked, or by others' influence and not otherwise inside the study, or by
/// influence though they would have come later anyway.
enum class JoinedBy { Nobody = 0, Type1 = 1, Type2 = 2 };
JoinedBy joined_by(const Market& market, double joined, NodeId person);

/// CRV in the simple form of Kumar, Petersen, Leone (Harvard Business Review 85(10) 2007), without
/// discount and marketing cost: the sum, over everybody whom the person is a cause of, of that
/// one's margin, less the incentive if the person did it for a reward (type 1), or the acquisition
/// saving (type 2), each over the number of causes. Cents that do not divide go to the earliest
/// causes, so shares sum to the whole. Parallel.
/// Counterfactuals take time in proportion to the people that each removal reaches.
TrueValue true_value(const Market& market, const Spread& spread, const ShopOptions& options);

/// Throws InvalidOption where each buyer would bring one more or above in a large town: then
/// a removal reaches everybody, and counterfactuals take time in proportion to people squared.
void check_counterfactuals_end(const ShopOptions& options);

std::uint64_t true_value_bytes(const ShopOptions& options);

}  // namespace grapevine
