#include "loaders/columnar/line_blocks.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {

void LineBuffer::reserve(std::size_t size, std::size_t kept) {
  if (size + kPadding <= capacity_) return;
  const std::size_t room = std::max(size + kPadding, capacity_ + capacity_ / 2);
  auto bytes = std::make_unique_for_overwrite<char[]>(room);
  std::copy_n(bytes_.get(), kept, bytes.get());
  bytes_ = std::move(bytes);
  capacity_ = room;
}

LineBlocks::LineBlocks(const std::filesystem::path& path) {
  struct stat about{};
  std::error_code unknown;
  const bool plain = compression_ending(path).empty();
  if (plain && std::filesystem::is_regular_file(path, unknown))
    file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ >= 0 && fstat(file_, &about) == 0 && about.st_size > 0) {
    size_ = static_cast<std::uint64_t>(about.st_size);
    return;
  }
  if (file_ >= 0) close(file_);
  file_ = -1;
  decoded_ = read_file_bytes(path);
  size_ = decoded_.size();
}

LineBlocks::~LineBlocks() {
  if (file_ >= 0) close(file_);
}

std::size_t LineBlocks::copy(std::uint64_t offset, std::span<char> into) const {
  if (file_ < 0) return decoded_.copy(into.data(), into.size(), offset);
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count =
        pread(file_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

std::string LineBlocks::front(std::uint64_t end) const {
  std::string bytes(std::min(end, size_), '\0');
  bytes.resize(copy(0, bytes));
  return bytes;
}

/// The part of a file that is in a buffer, read on as far as a line goes.
class LineBlocks::Window {
 public:
  Window(const LineBlocks& blocks, std::uint64_t from, LineBuffer& buffer)
      : blocks_(blocks), from_(from), buffer_(buffer) {}

  /// False: the file is shorter than it was.
  bool read_up_to(std::uint64_t offset) {
    const std::size_t wanted = std::min(offset, blocks_.size_) - from_;
    buffer_.reserve(wanted, used_);
    const std::size_t got = blocks_.copy(from_ + used_, {buffer_.data() + used_, wanted - used_});
    used_ += got;
    return used_ == wanted;
  }

  /// The place behind the first LF at or behind `at`, or the end of the file.
  std::optional<std::size_t> behind_line(std::size_t at) {
    for (std::size_t seen = at;;) {
      const void* found = std::memchr(buffer_.data() + seen, '\n', used_ - seen);
      if (found)
        return static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      if (from_ + used_ == blocks_.size_) return used_;
      seen = used_;
      if (seen - at > kLongestLine || !read_up_to(from_ + 2 * used_)) return std::nullopt;
    }
  }

 private:
  const LineBlocks& blocks_;
  std::uint64_t from_;
  LineBuffer& buffer_;
  std::size_t used_ = 0;
};

std::optional<LineBlocks::Lines> LineBlocks::read(std::uint64_t start, std::uint64_t begin,
                                                  std::uint64_t end, LineBuffer& buffer) const {
  constexpr std::uint64_t kBeyond = 1 << 12;  // most lines end within
  // The byte before `begin` tells whether a line begins there.
  const std::uint64_t from = begin > start ? begin - 1 : start;
  end = std::min(end, size_);
  Window window(*this, from, buffer);
  if (!window.read_up_to(end + kBeyond)) return std::nullopt;
  std::optional<std::size_t> first = 0;
  if (begin > start) first = window.behind_line(0);
  if (!first) return std::nullopt;
  if (from + *first >= end) return Lines{{}, end};
  auto last = window.behind_line(end - 1 - from);
  if (!last) return std::nullopt;
  if (buffer.data()[*last - 1] != '\n') buffer.data()[(*last)++] = '\n';
  return Lines{{buffer.data() + *first, *last - *first}, from + *first};
}

}  // namespace grapevine
