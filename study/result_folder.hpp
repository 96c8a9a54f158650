#pragma once
#include <filesystem>
#include <functional>
#include <string>

namespace grapevine {

/// Lets `write(folder)` fill a folder of results, which takes the place of `out` when it is whole,
/// or not at all. `marker` is the file that tells an earlier result, which is replaced. An error
/// names files where the user asked for them.
void write_result_folder(const std::filesystem::path& out, const std::string& marker,
                         const std::function<void(const std::filesystem::path& folder)>& write);

}  // namespace grapevine
