#pragma once
#include <string>

#include "study/run_study.hpp"

namespace grapevine {

/// Intent against action over all contexts, in two or three lines; empty where nobody was asked
/// whether they will recommend, did, or how likely they are to, or a run has no such table.
std::string funnel_text(const StudyRun& run);

}  // namespace grapevine
