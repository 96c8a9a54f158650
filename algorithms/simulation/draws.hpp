#pragma once
#include <cstdint>

#include "algorithms/simulation/shop_options.hpp"
#include "engine/base/ids.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {

/// What random numbers are for: each use has a stream of its own, so that none moves another.
enum class Draw : std::uint32_t {
  Degree,
  Target,
  Sign,
  CommunityTaste,
  Taste,
  Context,
  Organic,
  Influence,
  Attempt,
  Consideration,
  Purchases,
  Reward,
  Touches,
  Ring,
  Survey,
  Holdout
};

/// The random numbers of one use in one context. Those of an item are a function of (seed, use,
/// context, item) alone: whatever is removed from the town, everybody else draws the same.
class Draws {
 public:
  Draws(const ShopOptions& options, Draw use, ContextId context = kEveryContext);

  Random of(std::uint64_t item) const { return {key_, item}; }
  Random of_tie(NodeId from, NodeId to) const { return of(std::uint64_t{from} << 32 | to); }

 private:
  std::uint64_t key_;
};

/// Mean 1; times a mean or divided by a rate it is any exponential.
double exponential(Random& random);
/// Mean 0, standard deviation 1 (Box and Muller 1958).
double normal(Random& random);
/// Shape > 0, scale 1: Marsaglia and Tsang 2000, A Simple Method for Generating Gamma Variables.
double gamma(Random& random, double shape);
/// In [0, 1], of this mean; `concentration` = a + b. A mean of 0 or 1 is certain.
double beta(Random& random, double mean, double concentration);

}  // namespace grapevine
