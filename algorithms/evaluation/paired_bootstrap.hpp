#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/registry/field.hpp"

namespace grapevine {

struct BootstrapOptions {
  int draws = 4000;
  double level = 0.95;
  std::uint64_t seed = 0;

  static constexpr auto fields() {
    using O = BootstrapOptions;
    return std::tuple{field("draws", &O::draws, "Resamples that the interval rests on", 100, 1e7),
                      field("level", &O::level,
                            "Chance that the interval is meant to cover the truth", 0.5, 0.9999),
                      field("seed", &O::seed, "Seed of the resamples")};
  }
};

/// A mean difference between two scores and its percentile interval.
struct PairedDifference {
  double mean = 0.0, low = 0.0, high = 0.0;
  std::size_t cells = 0, clusters = 0;
  std::size_t wins = 0;  ///< Cells where the first is strictly better.
};

/// What an interval of (ours - the best baseline's) lets one say.
enum class Verdict { Better, NoDifference, Worse, CannotBeJudged };

/// Resamples whole clusters with replacement and takes the mean over the cells drawn (Efron,
/// Tibshirani 1993, percentile interval): `difference[i]` is what the first score has more than the
/// second in cell i, and `cluster[i]` says which cells stand or fall together (a context's cuts).
/// Every cell its own cluster is the plain paired bootstrap over cells. The same seed gives the
/// same bits at any number of threads. O(draws x cells). Errors: BadInput for no cells, for lists
/// of different lengths, or a difference that is not finite; InvalidOption.
PairedDifference paired_bootstrap(std::span<const double> difference,
                                  std::span<const std::uint32_t> cluster,
                                  const BootstrapOptions& options = {});

/// Better or worse only when the whole interval lies on that side of zero; fewer than
/// `least_clusters` cannot be judged.
Verdict verdict_of(const PairedDifference& difference, std::size_t least_clusters = 3);

/// "better", "no difference", "worse", "cannot be judged".
std::string_view verdict_text(Verdict verdict);

}  // namespace grapevine
