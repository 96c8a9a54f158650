#include "loaders/columnar/file_bytes.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "loaders/columnar/decoded_stream.hpp"

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

constexpr std::size_t kLeastPiece = 1 << 20, kMostPiece = 1 << 26;

/// Decoded bytes in pieces that are joined at the end, each freed as it is copied: growing one
/// buffer would copy all of it again and again, and need room for both.
class Pieces {
 public:
  /// The first piece is `first`, of which the others are more.
  Pieces(const fs::path& path, DecodedStream& stream, std::string first)
      : path_(path), stream_(stream), first_(std::move(first)), total_(first_.size()) {}

  void read_all() {
    for (;;) {
      if (pieces_.empty() || used_ == pieces_.back().size) add_piece();
      Piece& last = pieces_.back();
      const std::size_t count = stream_.read({last.bytes.get() + used_, last.size - used_});
      if (count == 0) break;
      used_ += count;
      total_ += count;
      refuse_decoded(path_text(path_), total_, stream_.file_size());
    }
    pieces_.back().size = used_;
  }

  std::string join() {
    if (total_ == first_.size()) return std::move(first_);
    if (!first_.empty()) refuse_beyond(path_text(path_), first_.size());
    std::string whole;
    whole.reserve(total_);
    whole.append(first_);
    first_ = {};
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
  DecodedStream& stream_;
  std::string first_;
  std::size_t total_;
  std::vector<Piece> pieces_;
  std::size_t used_ = 0;  ///< Of the last piece.
};

/// How large the buffer is in which the file is decoded without another: what it tells of itself,
/// unless that is more than texts shrink to.
std::uint64_t believed_size(const DecodedStream& stream) {
  constexpr std::uint64_t kTimes = 64;
  const std::uint64_t told = stream.told_size().value_or(0);
  if (!stream.compressed()) return told;
  const bool plausible = told / kTimes <= stream.file_size();
  return plausible && told <= most_decoded(stream.file_size()) ? told : 0;
}

/// The bytes of a file that tells their number go where they stay.
std::string read_believed(const fs::path& path, DecodedStream& stream) {
  const std::uint64_t size = believed_size(stream);
  refuse_beyond(path_text(path), size);
  std::string bytes(size, '\0');
  std::size_t used = 0;
  while (used < size) {
    const std::size_t count = stream.read({bytes.data() + used, size - used});
    if (count == 0) break;
    used += count;
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::string read_file_bytes(const fs::path& path) try {
  DecodedStream stream(path);
  std::string bytes = read_believed(path, stream);
  // What a plain file grew by meanwhile is left.
  if (!stream.compressed() && !bytes.empty()) return bytes;
  Pieces pieces(path, stream, std::move(bytes));
  pieces.read_all();
  return pieces.join();
} catch (const std::bad_alloc&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", kMemoryToDo);
} catch (const std::length_error&) {
  throw Error(ErrorCode::BadInput, path_text(path), "does not fit in memory", kMemoryToDo);
}

std::uint64_t decoding_bytes(std::uint64_t decoded, bool compressed) {
  // `join` frees each piece when it is copied: the pieces are half of all, or the largest. A file
  // that tells less than it decodes to is refused when twice its first piece is too much.
  return compressed ? decoded + std::min<std::uint64_t>(decoded / 2, kMostPiece) : decoded;
}

std::string compression_ending(const fs::path& path) {
  const std::string ending = lower_ending(path);
  return ending == ".gz" || ending == ".zst" ? ending : "";
}

std::string format_ending(const fs::path& path) {
  return lower_ending(compression_ending(path).empty() ? path : path.stem());
}

std::string path_text(const fs::path& path) {
  std::string text = path.string();
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

}  // namespace grapevine
