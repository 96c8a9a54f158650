#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <string>

#include "loaders/columnar/codec.hpp"
#include "loaders/columnar/file_input.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kLongestHeader = 1 << 20, kTrailer = 8;

/// BGZF (SAM specification, 4.1) writes members of at most 64 KiB and says in the extra field BC
/// how long each is.
std::size_t bgzf_size(std::string_view extra) {
  while (extra.size() >= 4) {
    const std::size_t size = number_at(extra, 2, 2);
    if (extra.size() < 4 + size) break;
    if (extra.starts_with("BC") && size == 2) return number_at(extra, 4, 2) + std::size_t{1};
    extra.remove_prefix(4 + size);
  }
  return 0;
}

struct Header {
  std::size_t size = 0;
  std::size_t member_size = 0;  ///< 0: not told.
};

/// Flags of RFC 1952, 2.3.1.
enum : unsigned { kCrc = 2, kExtra = 4, kName = 8, kComment = 16, kReserved = 0xe0 };

/// The header at the front of `bytes`; nothing: it goes on behind them. ISA-L's own reader forgets
/// the flags when it is interrupted, so a header is read when it is there as a whole.
std::optional<Header> read_header(std::string_view bytes) {
  constexpr std::string_view kMagic = "\x1f\x8b", kBegin = "\x1f\x8b\x08";
  constexpr std::size_t kFixed = 10;
  if (bytes.substr(0, 2) != kMagic.substr(0, bytes.size())) throw BrokenStream("no gzip");
  if (bytes.substr(0, 3) != kBegin.substr(0, bytes.size()))
    throw BrokenStream("gzip with an unknown method");
  if (bytes.size() < kFixed) return std::nullopt;
  const auto flags = static_cast<unsigned char>(bytes[3]);
  if (flags & kReserved) throw BrokenStream("gzip with unknown flags in its header");
  Header header{kFixed};
  if (flags & kExtra) {
    if (bytes.size() < header.size + 2) return std::nullopt;
    const std::size_t size = number_at(bytes, header.size, 2);
    header.size += 2;
    if (bytes.size() < header.size + size) return std::nullopt;
    header.member_size = bgzf_size(bytes.substr(header.size, size));
    header.size += size;
  }
  for (const unsigned text : {kName, kComment}) {
    if (!(flags & text)) continue;
    const std::size_t end = bytes.find('\0', header.size);
    if (end == bytes.npos) return std::nullopt;
    header.size = end + 1;
  }
  if (!(flags & kCrc)) return header;
  if (bytes.size() < header.size + 2) return std::nullopt;
  const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
  if ((crc32_gzip_refl(0, begin, header.size) & 0xffff) != number_at(bytes, header.size, 2))
    throw BrokenStream("the checksum of a gzip header does not match it");
  header.size += 2;
  return header;
}

void give(inflate_state& state, std::string_view bytes, std::span<char> into) {
  constexpr std::size_t kMost = 1 << 30;  // ISA-L counts in 32 bits
  state.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  state.avail_in = static_cast<std::uint32_t>(std::min(bytes.size(), kMost));
  state.next_out = reinterpret_cast<std::uint8_t*>(into.data());
  state.avail_out = static_cast<std::uint32_t>(std::min(into.size(), kMost));
}

class GzipCodec final : public Codec {
 public:
  std::string_view member_name() const override { return "gzip member"; }
  bool may_be_padded() const override { return true; }
  bool may_begin(std::string_view bytes) const override {
    return bytes.substr(0, 2) == std::string_view("\x1f\x8b").substr(0, bytes.size());
  }

  Told told(std::string_view bytes) const override try {
    const std::optional<Header> header = read_header(bytes);
    if (!header && bytes.size() > kLongestHeader) return {};
    if (!header) return {Told::MoreNeeded, bytes.size() + 1};
    const std::size_t size = header->member_size;
    if (size < header->size + kTrailer) return {};
    if (bytes.size() < size) return {Told::MoreNeeded, size};
    const std::size_t decoded = number_at(bytes, size - 4, 4);
    if (decoded > kMostOfBgzf) return {};
    return {Told::Sizes, size, size, decoded};
  } catch (const BrokenStream&) {
    return {};
  }

  std::optional<std::size_t> decode_whole(std::string_view member,
                                          std::span<char> into) const override try {
    inflate_state state;  // 90 KiB, of which little is written
    isal_inflate_init(&state);
    state.crc_flag = ISAL_GZIP_NO_HDR_VER;
    member.remove_prefix(read_header(member).value().size);
    give(state, member, into);
    const int result = isal_inflate_stateless(&state);
    if (result != ISAL_DECOMP_OK || state.avail_in > 0 || state.avail_out > 0) return std::nullopt;
    return into.size();
  } catch (const std::exception&) {
    return std::nullopt;
  }

  void begin() override {
    isal_inflate_init(&state_);
    state_.crc_flag = ISAL_GZIP_NO_HDR_VER;
    in_header_ = true;
  }

  Step decode(std::string_view bytes, std::span<char> into) override {
    if (in_header_) {
      const std::optional<Header> header = read_header(bytes);
      if ((header ? header->size : bytes.size()) > kLongestHeader)
        throw BrokenStream("a gzip header of more than 1 MiB");
      if (!header) return {};
      in_header_ = false;
      return {header->size};
    }
    give(state_, bytes, into);
    const std::uint32_t bytes_given = state_.avail_in, room_given = state_.avail_out;
    const int result = isal_inflate(&state_);
    if (result == ISAL_INCORRECT_CHECKSUM)
      throw BrokenStream("what a gzip member decodes to is not what its checksum and length say");
    if (result < 0) throw BrokenStream("damaged gzip data");
    return {bytes_given - state_.avail_in, room_given - state_.avail_out,
            state_.block_state == ISAL_BLOCK_FINISH};
  }

  /// A file of one member ends in its size (modulo 2^32); blocks of BGZF end in theirs each.
  std::optional<std::uint64_t> told_size(const FileInput& file) const override {
    std::array<char, 256> head{};
    std::uint64_t at = 0, decoded = 0;
    while (at < file.size()) {
      const std::string_view bytes(head.data(), file.read_at(at, head));
      std::size_t size = 0;
      try {
        const std::optional<Header> header = read_header(bytes);
        if (header) size = header->member_size;
      } catch (const BrokenStream&) {
        break;
      }
      const std::uint64_t end = size > 0 ? at + size : file.size();
      if (end > file.size() || end < at + 18) break;
      std::array<char, 4> trailer{};
      file.read_at(end - 4, trailer);
      decoded += number_at({trailer.data(), trailer.size()}, 0, 4);
      at = end;
    }
    return decoded;
  }

 private:
  static constexpr std::size_t kMostOfBgzf = 1 << 16;

  inflate_state state_;
  bool in_header_ = true;
};

}  // namespace

std::unique_ptr<Codec> make_gzip_codec() { return std::make_unique<GzipCodec>(); }

}  // namespace grapevine
