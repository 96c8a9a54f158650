#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace grapevine {

/// Bytes of memory that the process may hold: what a `ScopedMemoryLimit` says, else nine tenths of
/// what the machine (or its cgroup) had free when this was first asked.
std::uint64_t memory_limit();

/// Sets `memory_limit()` for the whole process while it lives.
class ScopedMemoryLimit {
 public:
  explicit ScopedMemoryLimit(std::uint64_t bytes);
  ~ScopedMemoryLimit();
  ScopedMemoryLimit(const ScopedMemoryLimit&) = delete;
  ScopedMemoryLimit& operator=(const ScopedMemoryLimit&) = delete;

 private:
  std::uint64_t before_;
};

/// Bytes of memory that the process holds now; 0 where the system does not tell.
std::uint64_t resident_memory();

/// Bytes that `memory_limit()` leaves beside what the process holds now.
std::uint64_t memory_left();

/// Readers ask this before they take memory in proportion to what a file says: a small file can
/// promise any number of bytes. Throws BadInput at `place` when `bytes` more go beyond the limit.
void refuse_beyond(std::string_view place, std::uint64_t bytes);

/// A few bytes can promise any number of others: a file is believed up to 64 MiB, or 256 times its
/// size.
std::uint64_t most_believed(std::uint64_t file_bytes);

/// Most bytes that the content of a file of `file_bytes` may take: what a `ScopedMemoryLimit` says,
/// else `most_believed`, and no more than the limit of memory.
std::uint64_t most_decoded(std::uint64_t file_bytes);

/// Throws BadInput at `place` when `bytes` are more than that.
void refuse_decoded(std::string_view place, std::uint64_t bytes, std::uint64_t file_bytes);

/// What an error says to do about too little memory.
inline constexpr std::string_view kMemoryToDo = "allow more with --memory, or split the file";

/// The same where a file decodes to many times its size.
inline constexpr std::string_view kDecodedToDo = "if that is right, allow the memory with --memory";

/// "512 MiB", "3.9 GiB": rounded up, so that nothing looks smaller than it is.
std::string memory_text(std::uint64_t bytes);

}  // namespace grapevine
