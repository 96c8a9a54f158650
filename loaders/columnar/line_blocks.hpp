#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace grapevine {

/// Where the lines of one block stand; its bytes may be written to, and kPadding bytes behind them.
class LineBuffer {
 public:
  static constexpr std::size_t kPadding = 64;

  LineBuffer() = default;
  LineBuffer(LineBuffer&& other) noexcept { *this = std::move(other); }
  LineBuffer& operator=(LineBuffer&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  char* data() { return bytes_.get(); }
  const char* data() const { return bytes_.get(); }
  std::size_t capacity() const { return capacity_; }
  /// Room for `size` bytes and the padding, the first `kept` as they were.
  void reserve(std::size_t size, std::size_t kept);

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
};

/// A text file whose lines any thread reads in blocks, so that it is never held as a whole; one
/// that is compressed, or no regular file, is decoded before. A line ends in LF.
class LineBlocks {
 public:
  static constexpr std::uint64_t kLongestLine = 8 << 20;

  /// Errors: those of `read_file_bytes`.
  explicit LineBlocks(const std::filesystem::path& path);
  ~LineBlocks();
  LineBlocks(const LineBlocks&) = delete;
  LineBlocks& operator=(const LineBlocks&) = delete;

  std::uint64_t size() const { return size_; }

  /// The lines of one block, and where they begin in the file. The last line of a file gets its LF
  /// where it lacks one.
  struct Lines {
    std::span<char> text;
    std::uint64_t begin = 0;
  };

  /// All lines that begin in [begin, end), where `start` is known to begin one. Nothing: one of
  /// them is longer than `kLongestLine`, or the file became shorter.
  std::optional<Lines> read(std::uint64_t start, std::uint64_t begin, std::uint64_t end,
                            LineBuffer& buffer) const;

  /// The bytes before `end`.
  std::string front(std::uint64_t end) const;

 private:
  class Window;

  /// Copies from `offset` on until `into` is full; how many bytes there were.
  std::size_t copy(std::uint64_t offset, std::span<char> into) const;

  int file_ = -1;
  std::string decoded_;
  std::uint64_t size_ = 0;
};

}  // namespace grapevine
