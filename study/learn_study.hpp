#pragma once
#include <filesystem>
#include <string>

#include "study/run_study.hpp"

namespace grapevine {

/// Runs the algorithms that learn chances of ties, and those that they rest on, with what the study
/// says of them and `options` before that.
StudyRun learn_study(StudyFile study, const OptionMap& options);

/// What they can be told, beside what stands in the study.
std::vector<OptionInfo> learning_options();

/// Writes the tables that were learned as files of the study's format, all or none, in place of
/// those of an earlier call; returns their names.
std::vector<std::string> write_learned(const StudyRun& run, const std::string& format,
                                       const std::filesystem::path& folder);

}  // namespace grapevine
