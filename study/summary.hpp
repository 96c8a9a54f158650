#pragma once
#include <string>

#include "study/run_study.hpp"

namespace grapevine {

/// "Tea: 4 people, 2 contexts, 3 ties, 5 purchases, 3 touches" as a line.
std::string tables_headline(const StudyFile& study, const Network& network);

/// A run in some lines of text: what was read, what stays unattributed, and the people that the
/// study asks to show, beside their general rank.
std::string summary_of(const StudyFile& study, const StudyRun& run);

}  // namespace grapevine
