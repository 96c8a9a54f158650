#include "loaders/columnar/file_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

/// Least size of the window: several members of most writers of small ones.
constexpr std::size_t kWindow = 1 << 18;

void check_is_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    throw Error(ErrorCode::NotFound, path_text(path), "there is no such file", "check the path");
  if (status.type() == fs::file_type::none)
    throw Error(ErrorCode::BadInput, path_text(path), "cannot be read: " + error.message(),
                "check the path and its permissions");
  if (status.type() == fs::file_type::directory)
    throw Error(ErrorCode::BadInput, path_text(path), "is a folder", "name a file in it");
}

[[noreturn]] void refuse(const fs::path& path, int error, std::string_view to_do) {
  throw Error(ErrorCode::BadInput, path_text(path),
              "cannot be read: " + std::system_category().message(error), to_do);
}

}  // namespace

FileInput::FileInput(const fs::path& path) : path_(path) {
  check_is_file(path);
  do file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  while (file_ < 0 && errno == EINTR);
  if (file_ < 0) refuse(path, errno, "check its permissions");
  struct stat about{};
  const bool regular = fstat(file_, &about) == 0 && S_ISREG(about.st_mode);
  size_ = regular ? static_cast<std::uint64_t>(about.st_size)
                  : std::numeric_limits<std::uint64_t>::max();
  if (regular) posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

FileInput::~FileInput() {
  if (file_ >= 0) close(file_);
}

std::size_t FileInput::read_file(std::span<char> into) {
  for (;;) {
    const auto count = ::read(file_, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) refuse(path_, errno, "check the disk it is on");
  }
}

/// Moves the window to the front of its buffer, and that to a larger one where it is too small.
void FileInput::make_room(std::size_t least) {
  if (capacity_ - begin_ >= least) return;
  const std::size_t held = end_ - begin_;
  if (capacity_ >= least) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, held);
  } else {
    const std::size_t room = std::max(kWindow, least + least / 2);
    auto bytes = std::make_unique_for_overwrite<char[]>(room);
    std::copy_n(bytes_.get() + begin_, held, bytes.get());
    bytes_ = std::move(bytes);
    capacity_ = room;
  }
  begin_ = 0;
  end_ = held;
}

bool FileInput::fill(std::size_t least) {
  if (end_ - begin_ >= least) return true;
  if (begin_ == end_) begin_ = end_ = 0;
  make_room(least);
  while (end_ - begin_ < least) {
    const std::size_t count = read_file({bytes_.get() + end_, capacity_ - end_});
    if (count == 0) return false;
    end_ += count;
  }
  return true;
}

std::size_t FileInput::read(std::span<char> into) {
  if (begin_ == end_) return into.empty() ? 0 : read_file(into);
  const std::size_t count = std::min(into.size(), end_ - begin_);
  std::copy_n(bytes_.get() + begin_, count, into.data());
  begin_ += count;
  return count;
}

std::size_t FileInput::read_at(std::uint64_t offset, std::span<char> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count =
        pread(file_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(path_, errno, "check the disk it is on");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace grapevine
