#include "loaders/columnar/line_stream.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "engine/base/memory_budget.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/pipeline.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

/// What is read beyond a block: a whole block of BGZF, and most lines.
constexpr std::size_t kBeyond = 1 << 17;

}  // namespace

LineStream::LineStream(const fs::path& path) : path_(path), stream_(path) {}

/// Reads on into the block's buffer; false at the end of the text.
bool LineStream::read_more(LineBlock& block) {
  if (block.size + LineBuffer::kPadding == block.buffer.capacity()) {  // a long line
    refuse_beyond(path_text(path_), 2 * block.size);
    block.buffer.reserve(2 * block.size, block.size);
  }
  const std::size_t room = block.buffer.capacity() - LineBuffer::kPadding - block.size;
  const std::size_t count = stream_.read({block.buffer.data() + block.size, room});
  block.size += count;
  decoded_ += count;
  return count > 0;
}

/// Reads until the block is complete: where its last line ends.
std::size_t LineStream::behind_line(LineBlock& block) {
  for (std::size_t seen = kBlock - 1;;) {
    if (seen < block.size) {
      const char* begin = block.buffer.data();
      const void* found = std::memchr(begin + seen, '\n', block.size - seen);
      if (found) return static_cast<std::size_t>(static_cast<const char*>(found) - begin) + 1;
      seen = block.size;
    }
    if (!read_more(block)) return block.size;
  }
}

bool LineStream::next(LineBlock& block) {
  block.buffer.reserve(std::max(kBlock + kBeyond, behind_size_), 0);
  std::copy_n(behind_.data(), behind_size_, block.buffer.data());
  block.size = behind_size_;
  const std::size_t end = behind_line(block);
  behind_size_ = block.size - end;
  behind_.reserve(behind_size_, 0);
  std::copy_n(block.buffer.data() + end, behind_size_, behind_.data());
  if (stream_.compressed() && decoded_ > most_believed(stream_.file_size()))
    refuse_decoded(path_text(path_), decoded_, stream_.file_size());
  block.size = end;
  std::fill_n(block.buffer.data() + end, LineBuffer::kPadding, '\n');
  block.index = blocks_++;
  return end > 0;
}

bool for_each_line_block(const fs::path& path, const std::function<bool(LineBlock&)>& consume) {
  LineStream stream(path);
  std::atomic<bool> goes_on = true;
  run_pipeline<LineBlock>(
      2 * thread_count(), [&](LineBlock& block) { return goes_on && stream.next(block); },
      [&](LineBlock& block) {
        if (!consume(block)) goes_on = false;
      });
  return goes_on;
}

}  // namespace grapevine
