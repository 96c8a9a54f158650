#include <zstd.h>

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

/// Where the blocks of a frame end that begin at `at` (RFC 8878, 3.1.1.2); nothing: not in the
/// file.
std::optional<std::uint64_t> behind_blocks(const FileInput& file, std::uint64_t at) {
  for (bool last = false; !last;) {
    std::array<char, 3> head{};
    if (file.read_at(at, head) < head.size()) return std::nullopt;
    const std::uint32_t block = number_at({head.data(), head.size()}, 0, 3);
    constexpr std::uint32_t kRepeatedByte = 1;
    last = block & 1;
    at += head.size() + ((block >> 1 & 3) == kRepeatedByte ? 1 : block >> 3);
  }
  return at;
}

class ZstdCodec final : public Codec {
 public:
  std::string_view member_name() const override { return "zstd frame"; }
  bool may_be_padded() const override { return false; }

  Told told(std::string_view bytes) const override {
    const unsigned long long content = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (content == ZSTD_CONTENTSIZE_UNKNOWN) return {};
    if (content == ZSTD_CONTENTSIZE_ERROR) {
      constexpr std::size_t kLongestHeader = 18;
      if (bytes.size() < kLongestHeader) return {Told::MoreNeeded, kLongestHeader};
      return {};
    }
    const std::size_t size = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
    // Of a frame that is longer than what is here it cannot say how much.
    if (ZSTD_isError(size)) return {Told::MoreNeeded, 2 * bytes.size(), 0, content};
    return {Told::Sizes, size, size, content};
  }

  bool decode_whole(std::string_view member, std::span<char> into) const override {
    thread_local Context context;  // 160 KiB: more than many a frame
    if (!context) context = make_context();
    const std::size_t made =
        ZSTD_decompressDCtx(context.get(), into.data(), into.size(), member.data(), member.size());
    return made == into.size();
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

  /// The sum of what the headers of frames say, when each says it.
  std::optional<std::uint64_t> told_size(const FileInput& file) const override {
    std::uint64_t decoded = 0;
    for (std::uint64_t at = 0; at < file.size();) {
      std::array<char, 18> bytes{};
      const std::string_view head(bytes.data(), file.read_at(at, bytes));
      if (head.size() < 8) return std::nullopt;
      if (is_skippable(head)) {
        at += 8 + std::uint64_t{number_at(head, 4, 4)};
        continue;
      }
      if (number_at(head, 0, 4) != kFrame) return std::nullopt;
      const unsigned long long content = ZSTD_getFrameContentSize(head.data(), head.size());
      if (content == ZSTD_CONTENTSIZE_UNKNOWN || content == ZSTD_CONTENTSIZE_ERROR)
        return std::nullopt;
      decoded += content;
      const auto end = behind_blocks(file, at + header_size(head));
      if (!end) return std::nullopt;
      const bool checksum = head[4] & 4;
      at = *end + (checksum ? 4 : 0);
    }
    return decoded;
  }

 private:
  Context stream_;
};

}  // namespace

std::unique_ptr<Codec> make_zstd_codec() { return std::make_unique<ZstdCodec>(); }

}  // namespace grapevine
