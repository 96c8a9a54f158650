#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grapevine {

/// A file, and its name in errors and manifests.
struct TableFile {
  std::filesystem::path path;
  std::string shown;
};

/// The file that `name` names in `folder`; when there is none and `name` is a pattern (`*`, `?`,
/// `[a-z]`), all files that match it, in ascending order of their bytes. A name that is no pattern
/// is taken as it is, whether or not the file exists. Empty: nothing matches.
std::vector<TableFile> find_table_files(const std::filesystem::path& folder,
                                        const std::string& name);

}  // namespace grapevine
