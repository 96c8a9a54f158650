#pragma once
#include <filesystem>

namespace grapevine::hostile {

/// Feeds every file of a collection of hostile files, whose MANIFEST.tsv tells what each must get,
/// to all readers that it could reach. Prints what came of it; true when nothing failed and every
/// expectation that is about a format of ours was met.
bool run_public_files(const std::filesystem::path& folder);

}  // namespace grapevine::hostile
