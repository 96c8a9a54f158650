#include "loaders/columnar/table_files.hpp"

#include <glob.h>

#include <algorithm>
#include <memory>
#include <system_error>

namespace grapevine {
namespace {

namespace fs = std::filesystem;

/// A path with the characters that mean something in a pattern made to mean themselves.
std::string escaped(const std::string& path) {
  std::string text;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

std::vector<TableFile> find_table_files(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  const bool is_pattern = name.find_first_of("*?[") != std::string::npos;
  if (!is_pattern || fs::exists(folder / name, ignored)) return {{folder / name, name}};
  const bool absolute = fs::path(name).is_absolute() || folder.empty();
  const std::string before = absolute ? "" : (folder / "").string();
  glob_t found{};
  const std::unique_ptr<glob_t, decltype(&globfree)> owner(&found, globfree);
  std::vector<TableFile> files;
  if (glob((escaped(before) + name).c_str(), GLOB_NOSORT, nullptr, &found) != 0) return files;
  for (std::size_t i = 0; i < found.gl_pathc; ++i) {
    const std::string path = found.gl_pathv[i];
    files.push_back({path, path.substr(before.size())});
  }
  std::ranges::sort(files, {}, &TableFile::shown);
  return files;
}

}  // namespace grapevine
