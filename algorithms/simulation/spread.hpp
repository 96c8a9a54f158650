#pragma once
#include <span>
#include <unordered_map>
#include <vector>

#include "algorithms/simulation/market.hpp"

namespace grapevine {

/// How a context went: when each person came, and because of whom.
struct Spread {
  std::vector<double> joined;          ///< Day of each person's first purchase, or kNever.
  std::vector<EdgeId> first_cause;     ///< Rows of `causes`; people + 1.
  std::vector<NodeId> causes;          ///< Of a referred person, in the order they came.
  std::vector<double> cause_days;      ///< When each of them did.
  std::vector<std::uint32_t> brought;  ///< Of how many people each is a cause.

  std::span<const NodeId> causes_of(NodeId person) const {
    return std::span(causes).subspan(first_cause[person],
                                     first_cause[person + 1] - first_cause[person]);
  }
  std::span<const double> cause_days_of(NodeId person) const {
    return std::span(cause_days)
        .subspan(first_cause[person], first_cause[person + 1] - first_cause[person]);
  }
};

/// Someone who comes on another day, or not at all, because somebody else is not there.
struct Moved {
  NodeId person = 0;
  double joined = 0.0;
};

/// First-passage percolation. Who has bought attempts once along each tie, after the tie's delay;
/// an attempt succeeds when its uniform number lies below w x (1 - deterrence)^(warnings that came
/// before). The person comes at the first success + a time of consideration, or on the organic day
/// if that is earlier; the causes are those whose success came before the person did. Exact: people
/// are settled in the order of their days, and every delay is positive. Time O((people + attempts x
/// attempts a person) log people), serial. `removed` never buys.
Spread spread(const Market& market, const ShopOptions& options, NodeId removed = kNoNode);

/// Who would have come on another day without `removed`, in no order, and when: what `spread`
/// would give, found by following changes in the order of their days. Time in proportion to the
/// people that the changes reach. One object for each thread.
class Removal {
 public:
  Removal(const Market& market, const ShopOptions& options, const Spread& spread)
      : market_(market), options_(options), spread_(spread) {}

  /// `removed` itself is not among them.
  std::vector<Moved> moved_without(NodeId removed);

 private:
  double joined(NodeId person) const;

  const Market& market_;
  const ShopOptions& options_;
  const Spread& spread_;
  std::unordered_map<NodeId, double> now_;
};

/// Bytes of a spread, and while it is made.
std::uint64_t spread_bytes(const ShopOptions& options);
std::uint64_t spread_build_bytes(const ShopOptions& options);

}  // namespace grapevine
