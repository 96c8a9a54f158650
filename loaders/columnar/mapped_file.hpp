#pragma once
#include <filesystem>
#include <optional>
#include <string_view>

namespace grapevine {

/// A regular file in memory as the system caches it, at no cost of memory of our own. Zeros are
/// readable behind its end. Who makes the file shorter while it is mapped ends the program
/// (SIGBUS).
class MappedFile {
 public:
  static constexpr std::size_t kPadding = 64;

  /// Nothing: it is empty, or no regular file that can be mapped.
  static std::optional<MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  std::string_view text() const { return {data_, size_}; }

  /// Brings in text[begin, end) at once, rather than page by page.
  void populate(std::size_t begin, std::size_t end) const;

 private:
  MappedFile() = default;

  char* data_ = nullptr;
  std::size_t size_ = 0, mapped_ = 0;
};

}  // namespace grapevine
