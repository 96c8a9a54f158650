#include "loaders/writers/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>  // renameat2 is no part of <cstdio>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_storage(const fs::path& path, std::string_view why) {
  throw Error(ErrorCode::Storage, path.string(), fmt::format("cannot write it ({})", why),
              "nothing was left behind; make room or choose another place");
}

/// A name beside `path` that no other run uses.
fs::path name_beside(const fs::path& path) {
  return path.parent_path() / fmt::format(".{}.partial-{}", path.filename().string(), getpid());
}

/// Makes sure that what was written is on disk, not only on its way. Errors name `shown`.
void sync(const fs::path& path, const fs::path& shown) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail_storage(shown, std::strerror(errno));
  const int failed = fsync(file), reason = errno;
  close(file);
  if (failed) fail_storage(shown, std::strerror(reason));
}

/// The kind of what stands at `path`. Errors: Storage where that cannot be seen.
fs::file_type type_of(const fs::path& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type == fs::file_type::none) fail_storage(path, error.message());
  return type;
}

fs::path without_trailing_slash(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

WholeFile::WholeFile(fs::path path) : path_(std::move(path)), partial_(name_beside(path_)) {
  const fs::file_type type = type_of(path_);
  if (type == fs::file_type::directory) fail("it is a folder");
  if (type != fs::file_type::regular && type != fs::file_type::not_found)
    fail("it is a device or a pipe, which a whole file would replace");
}

WholeFile::~WholeFile() {
  std::error_code ignored;
  fs::remove(partial_, ignored);
}

void WholeFile::fail(std::string_view why) const { fail_storage(path_, why); }

void WholeFile::write(std::string_view bytes) {
  FILE* file = std::fopen(partial_.c_str(), begun_ ? "ab" : "wb");
  begun_ = true;
  write_by(file, bytes);
}

void WholeFile::write_at(std::uint64_t offset, std::string_view bytes) {
  FILE* file = std::fopen(partial_.c_str(), "r+b");
  if (file) fseeko(file, static_cast<off_t>(offset), SEEK_SET);
  write_by(file, bytes);
}

/// Writes, and closes the file, which is null where it could not be opened.
void WholeFile::write_by(FILE* file, std::string_view bytes) {
  if (!file) fail(std::strerror(errno));
  const bool whole = bytes.empty() ||  // whose data may be null
                     std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const int write_error = errno;
  const bool closed = std::fclose(file) == 0;
  if (!whole || !closed) fail(std::strerror(whole ? errno : write_error));
}

void WholeFile::commit() {
  sync(partial_, path_);
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) fail(std::strerror(errno));
}

WholeFolder::WholeFolder(fs::path folder, std::string marker)
    : folder_(without_trailing_slash(folder)), staging_(name_beside(folder_)) {
  const fs::file_type type = type_of(folder_);
  if (type != fs::file_type::directory && type != fs::file_type::not_found)
    throw Error(ErrorCode::BadInput, folder_.string(), "is a file",
                "give a folder for the results");
  std::error_code error;
  if (type == fs::file_type::directory && !fs::is_empty(folder_, error) &&
      !fs::exists(folder_ / marker, error))
    throw Error(ErrorCode::BadInput, folder_.string(),
                "the folder holds other files, and results replace a whole folder",
                "give a new or empty one");
  fs::remove_all(staging_, error);  // of a run that was killed and had our process number
  fs::create_directories(staging_, error);
  if (error) fail_storage(folder_, error.message());
}

WholeFolder::~WholeFolder() {
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
}

void WholeFolder::commit() {
  sync(staging_, folder_);
  // Exchanging leaves the earlier result under the staging name, which the destructor removes.
  const unsigned how =
      type_of(folder_) == fs::file_type::directory ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, staging_.c_str(), AT_FDCWD, folder_.c_str(), how) == 0) return;
  if (errno != EINVAL && errno != ENOSYS) fail_storage(folder_, std::strerror(errno));
  std::error_code error;  // a file system without renameat2: two steps
  fs::remove_all(folder_, error);
  if (!error) fs::rename(staging_, folder_, error);
  if (error) fail_storage(folder_, error.message());
}

}  // namespace grapevine
