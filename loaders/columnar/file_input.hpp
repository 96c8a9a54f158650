#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace grapevine {

/// A file, or a pipe, read once from front to end, with the bytes that come next in a window.
class FileInput {
 public:
  /// Errors: those of `read_file_bytes`.
  explicit FileInput(const std::filesystem::path& path);
  ~FileInput();
  FileInput(const FileInput&) = delete;
  FileInput& operator=(const FileInput&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Bytes of the file; of what is no regular file, the greatest of numbers.
  std::uint64_t size() const { return size_; }

  /// What was read and not dropped.
  std::string_view window() const { return {bytes_.get() + begin_, end_ - begin_}; }
  /// Reads on until the window holds `least` bytes; false: the file ends before.
  bool fill(std::size_t least);
  /// Takes bytes off the front of the window.
  void drop(std::size_t count) { begin_ += count; }

  /// The next bytes, past the window when that is empty: how many, 0 at the end.
  std::size_t read(std::span<char> into);
  /// Bytes of a regular file from `offset` on, as far as there are any; the window stays.
  std::size_t read_at(std::uint64_t offset, std::span<char> into) const;

 private:
  void make_room(std::size_t least);
  std::size_t read_file(std::span<char> into);

  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace grapevine
