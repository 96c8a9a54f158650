#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loaders/columnar/codec.hpp"
#include "loaders/columnar/file_input.hpp"

namespace grapevine {

/// A file or pipe as the bytes it decodes to, from front to end: gzip when its name ends in .gz,
/// zstd when in .zst, else its own bytes. All members are decoded, one after the other; those that
/// tell their sizes (blocks of BGZF, zstd frames) in parallel. Memory: 0.4 MiB beside the window of
/// zstd; where several large members are decoded in parallel, some two batches: 16 MiB or, with
/// more than two threads, 8 for each, and 128 at most.
///
/// Refused, with the cause: a member that ends early, or whose checksum or length does not match,
/// or what is no member between or behind them; a compressed file without any. Zeros up to the end
/// behind the last gzip member are padding, as gzip has it. A file cut exactly between two members
/// is a whole file by its format.
class DecodedStream {
 public:
  /// Errors here and below: those of `read_file_bytes`, but for the limits of memory.
  explicit DecodedStream(const std::filesystem::path& path);

  /// The next bytes: how many, at least one before the end. A longer `into` is faster.
  std::size_t read(std::span<char> into);

  /// What the file says that it decodes to, where that is known without decoding it. It may be
  /// wrong.
  std::optional<std::uint64_t> told_size() const;

  bool compressed() const { return codec_ != nullptr; }
  /// Bytes of the file before decoding; of what is no regular file, the greatest of numbers.
  std::uint64_t file_size() const { return input_.size(); }

 private:
  struct Member {
    std::size_t begin, size, decoded_begin, decoded_size;
    bool exact;
  };

  bool at_member();
  std::vector<Member> find_members(std::size_t most, bool only_exact);
  std::size_t decode_members(const std::vector<Member>& members, std::span<char> into);
  std::size_t read_members(std::span<char> into);
  std::size_t read_on(std::span<char> into);
  std::size_t read_spilled(std::span<char> into);
  void begin_member();
  [[noreturn]] void refuse(std::string_view why) const;

  FileInput input_;
  std::unique_ptr<Codec> codec_;
  std::size_t batch_;  ///< Most bytes of members that are decoded at once, before and after.
  bool in_member_ = false;
  bool any_member_ = false;
  bool one_by_one_ = false;  ///< A member was not what its header told: none is believed any more.
  std::unique_ptr<char[]> spilled_;  ///< Decoded members that did not fit where they were wanted.
  std::size_t spill_begin_ = 0, spill_end_ = 0;
};

}  // namespace grapevine
