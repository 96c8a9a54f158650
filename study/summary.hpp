#pragma once
#include <string>

#include "study/run_study.hpp"

namespace grapevine {

/// A run in some lines of text: what was read, what stays unattributed, and the people that the
/// study asks to show, beside their general rank.
std::string summary_of(const StudyFile& study, const StudyRun& run);

}  // namespace grapevine
