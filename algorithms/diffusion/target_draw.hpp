#pragma once
#include <algorithm>
#include <span>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/parallel/fast_random.hpp"

namespace grapevine {

/// Whether a person who is chosen counts as reached by their own word, or only by that of others.
enum class OwnWord { Counts, Silent };

/// Draws people in proportion to what reaching them is worth.
class TargetDraw {
 public:
  /// `values` >= 0, not all 0; none: all alike.
  TargetDraw(NodeId people, std::span<const double> values) : people_(people), total_(people) {
    double sum = 0.0;
    for (const double value : values) up_to_.push_back(sum += value);
    if (!up_to_.empty()) total_ = sum;
  }

  /// Of everybody together.
  double total_value() const { return total_; }

  /// Requires people.
  NodeId operator()(FastRandom& random) const {
    if (up_to_.empty()) return random.below(people_);
    const auto drawn = std::ranges::upper_bound(up_to_, random.uniform() * total_);
    return static_cast<NodeId>(drawn - up_to_.begin());
  }

 private:
  NodeId people_;
  double total_;
  std::vector<double> up_to_;  ///< Sums of values.
};

}  // namespace grapevine
