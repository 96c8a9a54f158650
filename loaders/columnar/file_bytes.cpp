#include "loaders/columnar/file_bytes.hpp"

#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>

#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>

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

/// Reads to the end into a buffer that begins with room for `expected` bytes.
arrow::Result<std::string> read_all(arrow::io::InputStream& stream, std::size_t expected) {
  std::string bytes;
  for (std::size_t used = 0;;) {
    if (used == bytes.size()) bytes.resize(std::max(expected, 2 * used));
    const auto room = static_cast<std::int64_t>(bytes.size() - used);
    ARROW_ASSIGN_OR_RAISE(const std::int64_t count, stream.Read(room, bytes.data() + used));
    used += static_cast<std::size_t>(count);
    if (count > 0) continue;
    bytes.resize(used);
    return bytes;
  }
}

std::size_t expected_bytes(const fs::path& path) {
  constexpr std::size_t kLeast = 1 << 16;
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(path, unknown);
  if (unknown) return kLeast;
  return std::max(kLeast, static_cast<std::size_t>(size) * (compression_of(path) ? 4 : 1) + 1);
}

}  // namespace

std::string read_file_bytes(const fs::path& path) try {
  check_is_file(path);
  const auto stream = open(path);
  auto bytes = read_all(*stream, expected_bytes(path));
  if (bytes.ok()) return std::move(bytes).ValueUnsafe();
  throw Error(ErrorCode::BadInput, path_text(path), "cannot be read: " + cause(bytes.status()),
              compression_of(path) ? "check that it was copied whole, or decompress it to see"
                                   : "check the disk it is on");
} catch (const std::bad_alloc&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", "split the file");
} catch (const std::length_error&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", "split the file");
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
