#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>

#include "study/run_study.hpp"

namespace grapevine {

inline constexpr const char* kManifestName = "manifest.json";

/// What a run says of itself: version, inputs by hash, options, rows used and rejected, the audit,
/// warnings, data quality, timings, and for each output its hash, rows and columns. `folder` holds
/// the outputs; if it is empty nothing was written, and there are no hashes.
nlohmann::ordered_json manifest_of(const StudyFile& study, const StudyRun& run,
                                   const std::filesystem::path& folder, std::uint64_t seed);

/// How many rows were left out, by "table.column: reason".
nlohmann::ordered_json rejected_json(const LoadReport& report);

/// A manifest as it was written. Errors: NotFound, BadInput.
nlohmann::ordered_json read_manifest(const std::filesystem::path& folder);

}  // namespace grapevine
