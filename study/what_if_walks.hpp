#pragma once
#include <cstdint>

#include "engine/network/score_inputs.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// What it took to score the walks of a study a second time.
struct WalksFollowed {
  std::size_t followed = 0, walked = 0;  ///< Contexts: what changed alone, and all of it.
  std::uint64_t tie_visits = 0;          ///< Of those followed.
  double error = 0.0;                    ///< L1, of all scores of a context, at most.
};

/// L1 distance of the scores that are followed from those of a whole run.
inline constexpr double kFollowedTolerance = 1e-6;

/// Adds the scores of the study's walks, ties aged as it says, to the columns of both sides: those
/// after are found from those before by walking what the change reaches, where that is cheaper
/// (see `propagation_change`). Errors: those of the walk's options.
WalksFollowed add_walk_scores(const StudyFile& study, const Network& before,
                              ScoreColumns& columns_before, const Network& after,
                              ScoreColumns& columns_after);

}  // namespace grapevine
