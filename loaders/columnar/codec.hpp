#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>

namespace grapevine {

class FileInput;

/// Compressed bytes that are not what they should be; the text says how.
struct BrokenStream : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A way to compress. A compressed file is one member after the other (RFC 1952 calls them members,
/// RFC 8878 frames), each decoded by itself; the file decodes to all of them joined.
class Codec {
 public:
  virtual ~Codec() = default;

  virtual std::string_view member_name() const = 0;

  /// Whether a member may begin with `bytes`, of which there are at most kMagic.
  virtual bool may_begin(std::string_view bytes) const = 0;
  static constexpr std::size_t kMagic = 4;

  /// What the member at the front of `bytes` tells without being decoded: where it ends, and how
  /// many bytes it decodes to at most. It may be wrong.
  struct Told {
    enum Kind { Nothing, MoreNeeded, Sizes } kind = Nothing;
    std::size_t needed = 0;  ///< How many bytes from the front would tell more.
    std::size_t size = 0;
    std::size_t decoded_size = 0;
    bool exact = true;  ///< The decoded size: else it may be less.
  };
  virtual Told told(std::string_view bytes) const = 0;

  /// Decodes a member that is known to be all of `member` and to fit `into`: how many bytes. None:
  /// it is not so, and `decode` says why, or decodes it nevertheless. Any thread may call it.
  virtual std::optional<std::size_t> decode_whole(std::string_view member,
                                                  std::span<char> into) const = 0;

  /// Prepares for `decode` of a new member.
  virtual void begin() = 0;

  /// Decodes on from the front of `bytes`. No step at all: more bytes are needed.
  struct Step {
    std::size_t used = 0, made = 0;
    bool ended = false;  ///< The member; its checksum, where it has one, was right.
  };
  virtual Step decode(std::string_view bytes, std::span<char> into) = 0;

  /// Whether zeros behind the last member belong to the file: tapes pad it so.
  virtual bool may_be_padded() const = 0;

  /// What the whole regular file says that it decodes to, without decoding it. It may be wrong, and
  /// by a block's size too much for each member that tells a bound.
  virtual std::optional<std::uint64_t> told_size(const FileInput& file) const = 0;
};

/// The number in `size` bytes at `at`, the least significant first.
inline std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = size; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

/// RFC 1952, decoded by ISA-L; blocks of BGZF (SAM specification, 4.1) tell their sizes.
std::unique_ptr<Codec> make_gzip_codec();
/// RFC 8878; all frames tell where they end, and most what they decode to.
std::unique_ptr<Codec> make_zstd_codec();

}  // namespace grapevine
