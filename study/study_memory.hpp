#pragma once
#include <filesystem>

#include "algorithms/influence_maximization/choose_seeds.hpp"
#include "engine/base/memory_estimate.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// What is done with a study: its tables are loaded, scores are made of them and written, too
/// (Scores), and what report the study wants (All) or one in any case (Report), or they are cut and
/// scored for a backtest, scored with and without some rows (and walked, too), attributed only,
/// their customers forecast only, or chances are learned as well.
enum class StudyStages {
  Loading,
  Scores,
  All,
  Report,
  Backtest,
  WhatIf,
  WhatIfWalks,
  Attribution,
  CustomerValue,
  Learning
};

/// Adds what running a study and writing its tables will hold, stage by stage. Looks at some blocks
/// of each table. Errors: those of reading the tables.
void add_study_stages(const StudyFile& study, StudyStages stages, MemoryEstimate& estimate);

/// Adds what choosing seeds in all contexts of a study, or in one, will hold after that. Errors:
/// the same.
void add_seed_stage(const StudyFile& study, const SeedOptions& options, bool one_context,
                    MemoryEstimate& estimate);

/// The study file whose run is in `folder`. Errors: those of its manifest.
std::filesystem::path study_of_run(const std::filesystem::path& folder);

}  // namespace grapevine
