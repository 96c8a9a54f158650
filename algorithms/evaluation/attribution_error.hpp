#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/base/money.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/score_inputs.hpp"

namespace grapevine {

/// Who truly caused each acquisition of some journeys: causes[first[i] ... first[i + 1]], each
/// once and all alike; without any, nobody did.
struct TrueCauses {
  std::vector<std::uint64_t> first = {0};
  std::vector<NodeId> causes;
  std::vector<std::uint8_t> known;  ///< One per acquisition; 0: nothing is said of it.

  std::span<const NodeId> of(std::size_t i) const {
    return std::span(causes).subspan(first[i], first[i + 1] - first[i]);
  }
};

/// How far one model's shares lie from the truth, over the acquisitions of which it is known.
struct AttributionError {
  std::string model;
  std::int64_t acquisitions = 0;
  std::int64_t organic = 0;       ///< Of them those that nobody caused.
  double total_variation = 0.0;   ///< Mean distance of the shares of an acquisition, in [0, 1].
  double misattributed = 0.0;     ///< Share of all value (by absolute amount) at the wrong place.
  double organic_credited = 0.0;  ///< Share of organic acquisitions' value credited to somebody.
  double spearman = std::numeric_limits<double>::quiet_NaN();
  double mean_absolute_error = 0.0;  ///< Of a person's value in a context, in major units.
  std::int64_t people = 0;           ///< Persons and contexts with a credit or a cause.
};

/// The distance of two ways to share out an acquisition among people and nobody is their total
/// variation, half the sum of absolute differences: the share that stands at the wrong place. True
/// causes share alike. Per person and context the value credited, share x value, is compared with
/// that truly caused, over those with a credit or a cause: its Spearman correlation is NaN where
/// either ranks all alike. `value` is one per acquisition. Without any known truth all is 0.
/// O(touches + causes, sorted by person); the same bits at any number of threads.
AttributionError attribution_error(const Journeys& journeys, const Attribution& attribution,
                                   const TrueCauses& truth, std::span<const double> value);

}  // namespace grapevine
