#pragma once
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace grapevine {

/// A file that appears under its name whole, or not at all. What is written goes to `partial()` in
/// the same folder; `commit` puts it on disk and renames it; without it the partial file is
/// removed.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  const std::filesystem::path& partial() const { return partial_; }

  /// Writes behind what was written before. Errors: Storage.
  void write(std::string_view bytes);
  /// Writes over what was written at `offset`.
  void write_at(std::uint64_t offset, std::string_view bytes);
  void commit();
  [[noreturn]] void fail(std::string_view why) const;

 private:
  void write_by(FILE* file, std::string_view bytes);

  std::filesystem::path path_, partial_;
  bool begun_ = false;
};

/// A folder of results that appears whole, or not at all. Files are written below `staging()`,
/// which lies beside the folder; `commit` puts it in the folder's place at once. A folder that is
/// there already is replaced only when it is empty or holds `marker`, a file of an earlier result.
class WholeFolder {
 public:
  /// Errors: BadInput when the folder holds something else; Storage.
  WholeFolder(std::filesystem::path folder, std::string marker);
  ~WholeFolder();
  WholeFolder(const WholeFolder&) = delete;
  WholeFolder& operator=(const WholeFolder&) = delete;

  const std::filesystem::path& staging() const { return staging_; }
  void commit();

 private:
  std::filesystem::path folder_, staging_;
};

}  // namespace grapevine
