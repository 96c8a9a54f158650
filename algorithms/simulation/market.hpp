#pragma once
#include <limits>
#include <span>
#include <vector>

#include "algorithms/simulation/town.hpp"

namespace grapevine {

/// A day that does not come inside the study.
inline constexpr double kNever = std::numeric_limits<double>::infinity();

/// What may come along one tie once its source has bought.
struct Attempt {
  NodeId from = 0;
  bool warns = false;      ///< A negative tie: it deters.
  double delay = 0.0;      ///< Days after the source's first purchase.
  double threshold = 0.0;  ///< It succeeds where the warnings before it leave a factor above this.
};

/// One context before anybody influences anybody: when each person would come unasked, and which
/// attempts there will be. Attempts that fail even without a warning are left out.
struct Market {
  ContextId context = 0;
  double end = 0.0;                         ///< Days of the study are [0, end).
  std::vector<double> organic;              ///< Day of each person, or kNever.
  std::vector<EdgeId> first_in, first_out;  ///< Rows of the next two; people + 1 each.
  std::vector<Attempt> in;                  ///< By target; in a row by source.
  std::vector<NodeId> out;                  ///< The targets of each source.

  NodeId num_people() const { return static_cast<NodeId>(organic.size()); }
  std::span<const Attempt> attempts_on(NodeId person) const {
    return std::span(in).subspan(first_in[person], first_in[person + 1] - first_in[person]);
  }
  std::span<const NodeId> targets_of(NodeId person) const {
    return std::span(out).subspan(first_out[person], first_out[person + 1] - first_out[person]);
  }
};

/// Organic days are the first of a Poisson process with the rate o x taste x (1 + season x cos),
/// highest ten days before the year's end, by inverting its cumulative rate; days of rings are
/// their own. O(people + ties) time, parallel.
Market build_market(const Town& town, ContextId context);

/// What ties carry in one context.
class TieInfluence {
 public:
  TieInfluence(const ShopOptions& options, ContextId context);

  /// Whether the tie deters instead of recommending; in all contexts alike.
  bool warns(NodeId from, NodeId to) const;
  /// w: the chance that an attempt along the tie succeeds when nobody has warned. 0 for most and
  /// for ties that warn, Beta for the others.
  double w(NodeId from, NodeId to) const;

 private:
  ShopOptions options_;
  Draws sign_, influence_;
};

/// The day on which a process with mean rate `per_day` and a yearly swing of `season` reaches a
/// cumulative rate of `level`; kNever when that is not before `end`.
double seasonal_day(double level, double per_day, double season, double end);

/// Which successes were made for a reward that the shop had promised.
class Rewards {
 public:
  Rewards(const ShopOptions& options, ContextId context);
  bool made_for_one(NodeId from, NodeId to) const;

 private:
  double share_;
  Draws draws_;
};

/// Bytes of a market of a town with so many ties, and while it is built.
std::uint64_t market_bytes(const ShopOptions& options, std::uint64_t ties);
std::uint64_t market_build_bytes(const ShopOptions& options, std::uint64_t ties);

}  // namespace grapevine
