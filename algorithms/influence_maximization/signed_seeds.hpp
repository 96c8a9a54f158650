#pragma once
#include "algorithms/influence_maximization/choose_seeds.hpp"

namespace grapevine {

/// Chooses at most `limits.most` people whose cascades win most value less what they set against,
/// in cascades as `SignedCascade` has them: greedily by lists of who would decide
/// (`greedy_opinions`), and those with the most ties; independent samples judge, and return the
/// latter unless the former is better beyond noise. The net spread is neither monotone nor
/// submodular, so no ratio is certified. `chances` must let ties of sign -1 pass.
SeedChoice choose_signed_seeds(const TieChances& chances, const SeedInputs& inputs,
                               const SeedLimits& limits, const SeedOptions& options);

/// Net value that each of the chosen brings: of the targets that they are the first of the chosen
/// to reach; by samples of their own.
std::vector<RunMean> signed_values_added(const TieChances& chances, const SeedInputs& inputs,
                                         const SeedOptions& options, const SeedChoice& choice);

/// Most bytes that `choose_signed_seeds` holds beside graph and chances, on so many threads.
std::uint64_t signed_seeds_bytes(std::uint64_t people, std::size_t threads);

}  // namespace grapevine
