#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "study/report/report.hpp"
#include "study/run_study.hpp"

namespace grapevine {

/// Runs a study and writes its tables, manifest and report (unless the study wants none) into
/// `out`, whole or not at all; a folder with an earlier result is replaced. Returns the run.
StudyRun run_to_folder(const StudyFile& study, const std::filesystem::path& out,
                       std::uint64_t seed);

/// What `verify` found equal.
struct Verified {
  std::size_t inputs = 0, outputs = 0;
};

/// Checks that the inputs and outputs of the run in `folder` are those that its manifest tells,
/// then repeats the run, with its limit of rejected rows, and compares what comes out, byte for
/// byte. Errors: BadInput naming the first file that differs.
Verified verify_folder(const std::filesystem::path& folder);

/// Repeats the run in `folder` from its inputs, which must be unchanged, and writes its report
/// there anew, whether its study wants one or not. Errors: BadInput naming the first input that
/// differs.
Report report_folder(const std::filesystem::path& folder);

/// The study that is installed under `prefix`, or if that is empty beside the program. Errors:
/// NotFound.
std::filesystem::path bundled_study(const std::filesystem::path& prefix = {});

}  // namespace grapevine
