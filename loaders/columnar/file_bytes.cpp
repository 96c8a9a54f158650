#include "loaders/columnar/file_bytes.hpp"

#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <vector>

#include "engine/base/memory_budget.hpp"
#include "engine/table/arrow_status.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

std::string lower_ending(const fs::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return ending;
}

std::optional<arrow::Compression::type> compression_of(const fs::path& path) {
  const std::string ending = lower_ending(path);
  if (ending == ".gz") return arrow::Compression::GZIP;
  if (ending == ".zst") return arrow::Compression::ZSTD;
  return std::nullopt;
}

void check_is_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    throw Error(ErrorCode::NotFound, path_text(path), "there is no such file", "check the path");
  if (status.type() == fs::file_type::none)
    throw Error(ErrorCode::BadInput, path_text(path), "cannot be read: " + error.message(),
                "check the path and its permissions");
  if (status.type() == fs::file_type::directory)
    throw Error(ErrorCode::BadInput, path_text(path), "is a folder", "name a file in it");
}

std::string cause(const arrow::Status& status) {
  return status.detail() ? status.detail()->ToString() : first_line(status);
}

std::shared_ptr<arrow::io::InputStream> open(const fs::path& path) {
  auto file = arrow::io::ReadableFile::Open(path.string());
  if (!file.ok())
    throw Error(ErrorCode::BadInput, path_text(path), "cannot be read: " + cause(file.status()),
                "check its permissions");
  const auto compression = compression_of(path);
  if (!compression) return *file;
  const std::shared_ptr<arrow::util::Codec> codec = check(arrow::util::Codec::Create(*compression));
  return check(arrow::io::CompressedInputStream::Make(codec.get(), *file));
}

[[noreturn]] void refuse_stream(const fs::path& path, const arrow::Status& status) {
  throw Error(ErrorCode::BadInput, path_text(path), "cannot be read: " + cause(status),
              compression_of(path) ? "check that it was copied whole, or decompress it to see"
                                   : "check the disk it is on");
}

constexpr std::size_t kLeastPiece = 1 << 20, kMostPiece = 1 << 26;

/// Decoded bytes in pieces that are joined at the end, each freed as it is copied: growing one
/// buffer would copy all of it again and again, and need room for both.
class Pieces {
 public:
  Pieces(const fs::path& path, std::uint64_t file_bytes) : path_(path), file_bytes_(file_bytes) {}

  void read_all(arrow::io::InputStream& stream) {
    for (add_piece();;) {
      if (used_ == pieces_.back().size) add_piece();
      Piece& last = pieces_.back();
      const auto count =
          stream.Read(static_cast<std::int64_t>(last.size - used_), last.bytes.get() + used_);
      if (!count.ok()) refuse_stream(path_, count.status());
      if (*count == 0) break;
      used_ += static_cast<std::size_t>(*count);
      total_ += static_cast<std::size_t>(*count);
      refuse_decoded(path_text(path_), total_, file_bytes_);
    }
    pieces_.back().size = used_;
  }

  std::string join() {
    std::string whole;
    whole.reserve(total_);
    for (Piece& piece : pieces_) {
      whole.append(piece.bytes.get(), piece.size);
      piece.bytes.reset();
    }
    return whole;
  }

 private:
  struct Piece {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  void add_piece() {
    const std::size_t size =
        pieces_.empty() ? kLeastPiece : std::min(2 * pieces_.back().size, kMostPiece);
    refuse_beyond(path_text(path_), size);
    pieces_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    used_ = 0;
  }

  const fs::path& path_;
  std::uint64_t file_bytes_;
  std::size_t total_ = 0;
  std::vector<Piece> pieces_;
  std::size_t used_ = 0;  ///< Of the last piece.
};

/// The bytes of a file of known size go where they stay; what it grew by meanwhile is left.
std::optional<std::string> read_plain(const fs::path& path, arrow::io::InputStream& stream) {
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(path, unknown);
  if (unknown || size == 0) return std::nullopt;
  refuse_beyond(path_text(path), size);
  std::string bytes(size, '\0');
  std::size_t used = 0;
  while (used < size) {
    const auto count = stream.Read(static_cast<std::int64_t>(size - used), bytes.data() + used);
    if (!count.ok()) refuse_stream(path, count.status());
    if (*count == 0) break;
    used += static_cast<std::size_t>(*count);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::string read_file_bytes(const fs::path& path) try {
  check_is_file(path);
  const auto stream = open(path);
  if (!compression_of(path))
    if (auto bytes = read_plain(path, *stream)) return std::move(*bytes);
  std::error_code unknown;  // of a pipe: then the size is the greatest of numbers
  Pieces pieces(path, fs::file_size(path, unknown));
  pieces.read_all(*stream);
  return pieces.join();
} catch (const std::bad_alloc&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", kMemoryToDo);
} catch (const std::length_error&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", kMemoryToDo);
}

std::uint64_t decoding_bytes(std::uint64_t decoded, bool compressed) {
  // `join` frees each piece when it is copied: the pieces are half of all, or the largest.
  return compressed ? decoded + std::min<std::uint64_t>(decoded / 2, kMostPiece) : decoded;
}

std::string compression_ending(const fs::path& path) {
  return compression_of(path) ? lower_ending(path) : "";
}

std::string format_ending(const fs::path& path) {
  return lower_ending(compression_of(path) ? path.stem() : path);
}

std::string path_text(const fs::path& path) {
  std::string text = path.string();
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

}  // namespace grapevine
