#include "loaders/columnar/file_sample.hpp"

#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <string_view>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostDecoded = 1 << 26;

/// Leaves lines that are whole: `text` begins in the middle of one unless `from_start`, and ends in
/// one unless `to_end`.
void keep_whole_lines(std::string& text, bool from_start, bool to_end) {
  if (!to_end) text.resize(text.rfind('\n') + 1);  // without any: nothing
  if (!from_start) text.erase(0, std::min(text.find('\n'), text.size() - 1) + 1);
}

std::string read_at(arrow::io::RandomAccessFile& file, std::uint64_t place, std::uint64_t size) {
  std::string text(size, '\0');
  const auto count =
      file.ReadAt(static_cast<std::int64_t>(place), static_cast<std::int64_t>(size), text.data());
  text.resize(static_cast<std::size_t>(count.ValueOr(0)));
  return text;
}

/// `count` places of blocks that are spread over `size` bytes; all of them when they are few.
std::vector<std::uint64_t> places_of_blocks(std::uint64_t size, std::uint64_t block_bytes,
                                            std::uint64_t most_blocks) {
  const std::uint64_t blocks = (size + block_bytes - 1) / block_bytes;
  const std::uint64_t count = std::min(blocks, most_blocks);
  std::vector<std::uint64_t> places;
  for (std::uint64_t i = 0; i < count; ++i) places.push_back(i * blocks / count * block_bytes);
  return places;
}

void sample_plain(arrow::io::RandomAccessFile& file, std::uint64_t size, std::size_t block_bytes,
                  std::size_t most_blocks, FileSample& sample) {
  sample.decoded_bytes = size;
  for (const std::uint64_t place : places_of_blocks(size, block_bytes, most_blocks)) {
    const std::uint64_t wanted = std::min<std::uint64_t>(block_bytes, size - place);
    std::string text = read_at(file, place, wanted);
    keep_whole_lines(text, place == 0, place + wanted == size);
    sample.blocks.push_back(std::move(text));
  }
}

/// The beginning of what a stream decodes to, in blocks of one size, the last one shorter; what
/// cannot be decoded ends it.
std::vector<std::string> decoded_beginning(arrow::io::InputStream& stream,
                                           std::size_t block_bytes) {
  std::vector<std::string> blocks;
  std::size_t used = block_bytes;
  while (blocks.size() * block_bytes < kMostDecoded || used < block_bytes) {
    if (used == block_bytes) {
      blocks.emplace_back(block_bytes, '\0');
      used = 0;
    }
    const auto count =
        stream.Read(static_cast<std::int64_t>(block_bytes - used), blocks.back().data() + used);
    if (!count.ok() || *count == 0) {
      blocks.back().resize(used);
      break;
    }
    used += static_cast<std::size_t>(*count);
  }
  return blocks;
}

/// A .gz of one member ends in its decoded size modulo 2^32.
std::uint64_t size_told_by_gzip(arrow::io::RandomAccessFile& file, std::uint64_t size) {
  std::uint64_t told = 0;
  const std::string end = read_at(file, size - std::min<std::uint64_t>(size, 4), 4);
  for (std::size_t i = end.size(); i-- > 0;) told = told << 8 | static_cast<unsigned char>(end[i]);
  return told;
}

/// Decoded bytes of a file of which `decoded` are known, when `file` has been read so far.
std::uint64_t size_beyond(arrow::io::ReadableFile& file, std::uint64_t size, bool gzip,
                          std::uint64_t decoded) {
  const auto used = static_cast<double>(std::max<std::int64_t>(1, file.Tell().ValueOr(1)));
  const double by_ratio = static_cast<double>(decoded) * static_cast<double>(size) / used;
  const std::uint64_t told = gzip ? size_told_by_gzip(file, size) : 0;
  // Of several members only the last is told; then the ratio is nearer.
  const bool plausible =
      static_cast<double>(told) > 0.7 * by_ratio && static_cast<double>(told) < 1.4 * by_ratio;
  return plausible ? told : static_cast<std::uint64_t>(by_ratio);
}

void sample_decoded(const std::shared_ptr<arrow::io::ReadableFile>& file, std::uint64_t size,
                    bool gzip, std::size_t block_bytes, std::size_t most_blocks,
                    FileSample& sample) {
  const std::shared_ptr<arrow::util::Codec> codec =
      arrow::util::Codec::Create(gzip ? arrow::Compression::GZIP : arrow::Compression::ZSTD)
          .ValueOr(nullptr);
  const auto stream = arrow::io::CompressedInputStream::Make(codec.get(), file);
  if (!stream.ok()) return;
  std::vector<std::string> blocks = decoded_beginning(**stream, block_bytes);
  for (const std::string& block : blocks) sample.decoded_bytes += block.size();
  const bool whole = sample.decoded_bytes < kMostDecoded;
  if (!whole) sample.decoded_bytes = size_beyond(*file, size, gzip, sample.decoded_bytes);
  for (const std::uint64_t place :
       places_of_blocks(blocks.size() * block_bytes, block_bytes, most_blocks)) {
    const std::size_t b = place / block_bytes;
    keep_whole_lines(blocks[b], b == 0, whole && b + 1 == blocks.size());
    sample.blocks.push_back(std::move(blocks[b]));
  }
}

}  // namespace

std::uint64_t FileSample::sampled_bytes() const {
  return std::accumulate(
      blocks.begin(), blocks.end(), std::uint64_t{0},
      [](std::uint64_t sum, const std::string& block) { return sum + block.size(); });
}

FileSample sample_file(const fs::path& path, std::size_t block_bytes, std::size_t most_blocks) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type == fs::file_type::not_found)
    throw Error(ErrorCode::NotFound, path_text(path), "there is no such file", "check the path");
  if (type != fs::file_type::regular)
    throw Error(ErrorCode::BadInput, path_text(path), "is no file that can be looked at beforehand",
                "name a file on a disk");
  const auto file = arrow::io::ReadableFile::Open(path.string());
  if (!file.ok())
    throw Error(ErrorCode::BadInput, path_text(path), "cannot be read", "check its permissions");
  const auto size = static_cast<std::uint64_t>((*file)->GetSize().ValueOr(0));
  FileSample sample{.compressed = !compression_ending(path).empty()};
  if (sample.compressed)
    sample_decoded(*file, size, compression_ending(path) == ".gz", block_bytes, most_blocks,
                   sample);
  else
    sample_plain(**file, size, block_bytes, most_blocks, sample);
  return sample;
}

}  // namespace grapevine
