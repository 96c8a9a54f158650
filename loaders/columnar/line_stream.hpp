#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "loaders/columnar/decoded_stream.hpp"
#include "loaders/columnar/line_blocks.hpp"

namespace grapevine {

/// Whole lines of a text, in a buffer of their own: who keeps them takes the buffer.
struct LineBlock {
  std::size_t index = 0;  ///< Which block of the text it is.
  std::size_t size = 0;
  LineBuffer buffer;

  /// A line ends in LF, but for the last one of a text that does not. LineBuffer::kPadding bytes
  /// behind it may be read; all are LF.
  std::string_view text() const { return {buffer.data(), size}; }
};

/// The decoded text of a file or pipe in blocks of whole lines, cut at the first end of a line that
/// is at least `kBlock` bytes behind the block's begin: where, depends on the text alone. Memory:
/// that of `DecodedStream` and of the blocks, 1.2 MiB each, more where a line is longer.
class LineStream {
 public:
  static constexpr std::size_t kBlock = 1 << 20;

  /// Errors here and below: those of `read_file_bytes`. The text need not fit into memory; but
  /// beyond what a file of its size is believed (`most_decoded`), it must not be larger than the
  /// limit of memory.
  explicit LineStream(const std::filesystem::path& path);

  /// Puts the next lines into `block`, whose buffer is used again; false at the end of the text.
  bool next(LineBlock& block);

 private:
  bool read_more(LineBlock& block);
  std::size_t behind_line(LineBlock& block);

  std::filesystem::path path_;
  DecodedStream stream_;
  LineBuffer behind_;  ///< What was decoded behind the last block.
  std::size_t behind_size_ = 0;
  std::size_t blocks_ = 0;
  std::uint64_t decoded_ = 0;
};

/// Calls `consume(block)` for every block of `LineStream`, in parallel and in any order, while the
/// next ones are decoded, until one says that it has seen enough: false. At most two blocks for
/// each thread are alive that `consume` has not taken. Returns whether none said so. Errors: those
/// of `read_file_bytes`, and what `consume` throws.
bool for_each_line_block(const std::filesystem::path& path,
                         const std::function<bool(LineBlock&)>& consume);

}  // namespace grapevine
