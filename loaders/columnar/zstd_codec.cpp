#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>
#include <string>

#include "loaders/columnar/codec.hpp"
#include "loaders/columnar/file_input.hpp"

namespace grapevine {
namespace {

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_DCtx, FreeContext>;

Context make_context() {
  Context context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  return context;
}

/// RFC 8878, 3.1.1 and 3.1.2.
constexpr std::uint32_t kFrame = 0xFD2FB528, kSkippable = 0x184D2A50;

bool is_skippable(std::string_view head) { return (number_at(head, 0, 4) & ~15U) == kSkippable; }

/// Size of the header of the frame that begins with `head` (RFC 8878, 3.1.1.1).
std::size_t header_size(std::string_view head) {
  const auto descriptor = static_cast<unsigned char>(head[4]);
  constexpr std::size_t kDictionary[] = {0, 1, 2, 4}, kContent[] = {0, 2, 4, 8};
  const bool single_segment = descriptor & 0x20;
  const std::size_t content = kContent[descriptor >> 6];
  return 5 + (single_segment ? 0 : 1) + kDictionary[descriptor & 3] +
         (content == 0 && single_segment ? 1 : content);
}

/// How far the blocks of a frame go, told by their headers.
struct Blocks {
  std::uint64_t end = 0;        ///< Behind the last one, or the first that is not there as a whole.
  std::uint64_t most_made = 0;  ///< What all before `end` decode to at most.
  bool whole = false;
};

/// Walks blocks from `at` on (RFC 8878, 3.1.1.2); `read(at, into)` says how many bytes it gave.
template <class Read>
Blocks walk_blocks(const Read& read, std::uint64_t at) {
  constexpr std::uint32_t kCompressed = 2, kRepeatedByte = 1, kMostOfBlock = 1 << 17;
  for (Blocks blocks{at};;) {
    std::array<char, 3> head{};
    if (read(blocks.end, std::span<char>(head)) < head.size()) return blocks;
    const std::uint32_t block = number_at({head.data(), head.size()}, 0, 3);
    const std::uint32_t type = block >> 1 & 3, size = block >> 3;
    blocks.end += head.size() + (type == kRepeatedByte ? 1 : size);
    blocks.most_made += type == kCompressed ? kMostOfBlock : size;
    blocks.whole = block & 1;
    if (blocks.whole) return blocks;
  }
}

bool has_checksum(std::string_view head) { return head[4] & 4; }

class ZstdCodec final : public Codec {
 public:
  std::string_view member_name() const override { return "zstd frame"; }
  bool may_be_padded() const override { return false; }
  bool may_begin(std::string_view bytes) const override {
    if (bytes.size() < kMagic)
      return number_at(bytes, 0, bytes.size()) == (kFrame & ((1U << 8 * bytes.size()) - 1)) ||
             (bytes[0] & ~15) == (kSkippable & 0xff);
    return number_at(bytes, 0, kMagic) == kFrame || is_skippable(bytes);
  }

  Told told(std::string_view bytes) const override {
    const unsigned long long content = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (content == ZSTD_CONTENTSIZE_UNKNOWN) return told_by_blocks(bytes);
    if (content == ZSTD_CONTENTSIZE_ERROR) {
      if (bytes.size() < kLongestHeader) return {Told::MoreNeeded, kLongestHeader};
      return {};
    }
    const std::size_t size = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
    // Of a frame that is longer than what is here it cannot say how much.
    if (ZSTD_isError(size)) return {Told::MoreNeeded, 2 * bytes.size(), 0, content};
    return {Told::Sizes, size, size, content};
  }

  std::optional<std::size_t> decode_whole(std::string_view member,
                                          std::span<char> into) const override {
    thread_local Context context;  // 160 KiB: more than many a frame
    if (!context) context = make_context();
    const std::size_t made =
        ZSTD_decompressDCtx(context.get(), into.data(), into.size(), member.data(), member.size());
    if (ZSTD_isError(made)) return std::nullopt;
    return made;
  }

  void begin() override {
    if (!stream_) stream_ = make_context();
    ZSTD_DCtx_reset(stream_.get(), ZSTD_reset_session_only);
  }

  Step decode(std::string_view bytes, std::span<char> into) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in);
    if (ZSTD_isError(left))
      throw BrokenStream(std::string("zstd says '") + ZSTD_getErrorName(left) + "'");
    return {in.pos, out.pos, left == 0};
  }

  /// The sum of what the headers of frames say, else of what their blocks can hold.
  std::optional<std::uint64_t> told_size(const FileInput& file) const override {
    std::uint64_t decoded = 0;
    for (std::uint64_t at = 0; at < file.size();) {
      std::array<char, kLongestHeader> bytes{};
      const std::string_view head(bytes.data(), file.read_at(at, bytes));
      if (head.size() < 8) return std::nullopt;
      if (is_skippable(head)) {
        at += 8 + std::uint64_t{number_at(head, 4, 4)};
        continue;
      }
      if (number_at(head, 0, 4) != kFrame) return std::nullopt;
      const unsigned long long content = ZSTD_getFrameContentSize(head.data(), head.size());
      if (content == ZSTD_CONTENTSIZE_ERROR) return std::nullopt;
      const auto read = [&](std::uint64_t from, std::span<char> into) {
        return file.read_at(from, into);
      };
      const Blocks blocks = walk_blocks(read, at + header_size(head));
      if (!blocks.whole) return std::nullopt;
      decoded += content == ZSTD_CONTENTSIZE_UNKNOWN ? blocks.most_made : content;
      at = blocks.end + (has_checksum(head) ? 4 : 0);
    }
    return decoded;
  }

 private:
  static constexpr std::size_t kLongestHeader = 18;

  /// Of a frame without a content size, as pzstd writes them.
  static Told told_by_blocks(std::string_view bytes) {
    if (number_at(bytes, 0, 4) != kFrame) return {};
    const auto read = [&](std::uint64_t from, std::span<char> into) {
      return from < bytes.size() ? bytes.copy(into.data(), into.size(), from) : 0;
    };
    const Blocks blocks = walk_blocks(read, header_size(bytes));
    const std::size_t size = blocks.end + (has_checksum(bytes) ? 4 : 0);
    if (!blocks.whole || size > bytes.size())
      return {Told::MoreNeeded, std::max(size + 1, 2 * bytes.size()), 0, blocks.most_made, false};
    return {Told::Sizes, size, size, blocks.most_made, false};
  }

  Context stream_;
};

}  // namespace

std::unique_ptr<Codec> make_zstd_codec() { return std::make_unique<ZstdCodec>(); }

}  // namespace grapevine
