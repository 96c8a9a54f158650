#pragma once
#include <string>

#include "engine/network/network.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// A study's tables, loaded and checked; nothing is scored.
struct StudyCheck {
  Network network;
  LoadReport report;
  bool refused = false;  ///< Whether a run would end in an error for its rows left out.
};

/// Loads the tables of a study and reports on them all: rows that a run would end at are left out
/// and told as errors. Errors: as of `load_network` for what is no matter of rows.
StudyCheck check_study(const StudyFile& study);

/// What was checked, for a terminal.
std::string check_text(const StudyFile& study, const StudyCheck& check);

/// The same as JSON.
std::string check_json(const StudyFile& study, const StudyCheck& check);

}  // namespace grapevine
