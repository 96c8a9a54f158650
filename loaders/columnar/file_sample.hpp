#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace grapevine {

/// Some blocks of whole lines of a text file, from which to tell what all of it holds.
struct FileSample {
  std::vector<std::string> blocks;  ///< In the order of the file; the first is its beginning.
  std::uint64_t decoded_bytes =
      0;  ///< Of the whole file: known, or by the ratio of what was decoded.
  bool compressed = false;

  std::uint64_t sampled_bytes() const;
};

/// Reads at most `most_blocks` blocks of some `block_bytes`, spread evenly over a plain file; a
/// compressed one is decoded from its beginning, as far as 64 MiB. Memory: what is decoded or read.
/// Errors: those of `read_file_bytes`.
FileSample sample_file(const std::filesystem::path& path, std::size_t block_bytes,
                       std::size_t most_blocks);

}  // namespace grapevine
