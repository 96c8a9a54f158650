#include "loaders/columnar/decoded_stream.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Codec> codec_of(const fs::path& path) {
  const std::string ending = compression_ending(path);
  if (ending == ".gz") return make_gzip_codec();
  if (ending == ".zst") return make_zstd_codec();
  return nullptr;
}

/// Frames of some 8 MiB, which pzstd writes, one for each thread.
std::size_t batch_size() {
  constexpr std::size_t kMiB = 1 << 20;
  return std::clamp(8 * kMiB * thread_count(), 16 * kMiB, 128 * kMiB);
}

}  // namespace

DecodedStream::DecodedStream(const fs::path& path)
    : input_(path), codec_(codec_of(path)), batch_(batch_size()) {}

std::optional<std::uint64_t> DecodedStream::told_size() const {
  if (input_.size() == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return codec_ ? codec_->told_size(input_) : input_.size();
}

void DecodedStream::refuse(std::string_view why) const {
  throw Error(ErrorCode::BadInput, path_text(input_.path()), "cannot be read: " + std::string(why),
              "check that it was copied whole, or decompress it to see");
}

std::size_t DecodedStream::read(std::span<char> into) try {
  if (!codec_) return input_.read(into);
  while (!into.empty()) {
    check_interrupt();
    std::size_t made = 0;
    if (spill_begin_ < spill_end_)
      made = read_spilled(into);
    else if (in_member_)
      made = read_on(into);
    else if (at_member())
      made = read_members(into);
    else
      break;
    if (made > 0) return made;
  }
  return 0;
} catch (const BrokenStream& broken) {
  refuse(broken.what());
}

/// Whether another member begins here: else the file ends.
bool DecodedStream::at_member() {
  if (!input_.fill(1)) {
    if (!any_member_) refuse("it is empty, without a " + std::string(codec_->member_name()));
    return false;
  }
  if (!any_member_ || !codec_->may_be_padded() || input_.window().front() != '\0') return true;
  while (input_.fill(1)) {
    const std::string_view rest = input_.window();
    if (rest.find_first_not_of('\0') != rest.npos)
      refuse("zeros, and then something else, stand behind its last " +
             std::string(codec_->member_name()));
    input_.drop(rest.size());
  }
  return false;
}

void DecodedStream::begin_member() {
  input_.fill(Codec::kMagic);
  const std::string name(codec_->member_name());
  if (!codec_->may_begin(input_.window().substr(0, Codec::kMagic)))
    refuse(any_member_ ? "what stands behind its last " + name + " is none"
                       : "it does not begin with a " + name);
  codec_->begin();
  in_member_ = any_member_ = true;
}

/// Members from here on that tell their sizes, as many as decode to `most` bytes together.
std::vector<DecodedStream::Member> DecodedStream::find_members(std::size_t most, bool only_exact) {
  std::vector<Member> members;
  std::size_t begin = 0, decoded = 0;
  while (!one_by_one_ && input_.fill(begin + 1)) {
    const Codec::Told told = codec_->told(input_.window().substr(begin));
    if (told.kind == Codec::Told::Nothing || told.decoded_size > most - decoded) break;
    if (told.kind == Codec::Told::MoreNeeded) {
      if (begin + told.needed > batch_ || !input_.fill(begin + told.needed)) break;
      continue;
    }
    if (only_exact && !told.exact) break;
    members.push_back({begin, told.size, decoded, told.decoded_size, told.exact});
    begin += told.size;
    decoded += told.decoded_size;
  }
  return members;
}

/// Decodes members, as far as they are what they told, joins what they decode to and drops them:
/// how many bytes.
std::size_t DecodedStream::decode_members(const std::vector<Member>& members,
                                          std::span<char> into) {
  const std::string_view window = input_.window();
  std::vector<std::optional<std::size_t>> made(members.size());
  run_blocks(members.size(), [&](std::size_t m) {
    const Member& member = members[m];
    made[m] = codec_->decode_whole(window.substr(member.begin, member.size),
                                   into.subspan(member.decoded_begin, member.decoded_size));
  });
  std::size_t end = 0, joined = 0;
  for (std::size_t m = 0; m < members.size() && !one_by_one_; ++m) {
    const Member& member = members[m];
    one_by_one_ = !made[m] || (member.exact && *made[m] < member.decoded_size);
    if (one_by_one_) break;
    if (joined < member.decoded_begin)
      std::memmove(into.data() + joined, into.data() + member.decoded_begin, *made[m]);
    joined += *made[m];
    end = member.begin + member.size;
    any_member_ = true;
  }
  input_.drop(end);
  return joined;
}

/// Decodes members that tell their sizes, or begins one that does not. Where members are small
/// against `into` they are decoded in place.
std::size_t DecodedStream::read_members(std::span<char> into) {
  constexpr std::size_t kMostHeaders = 1 << 12;
  input_.fill(kMostHeaders);
  const Codec::Told first = codec_->told(input_.window());
  const bool long_read = into.size() >= batch_;
  const bool in_place = long_read || (first.exact && first.decoded_size <= into.size() / 8);
  const std::vector<Member> members =
      find_members(in_place ? into.size() : batch_, in_place && !long_read);
  const bool pays = members.size() > 1 || (members.size() == 1 && in_place);
  if (!pays) {
    begin_member();
    return 0;
  }
  if (in_place) return decode_members(members, into);
  if (!spilled_) spilled_ = std::make_unique_for_overwrite<char[]>(batch_);
  spill_begin_ = 0;
  spill_end_ = decode_members(members, {spilled_.get(), batch_});
  return 0;
}

std::size_t DecodedStream::read_spilled(std::span<char> into) {
  const std::size_t count = std::min(into.size(), spill_end_ - spill_begin_);
  std::copy_n(spilled_.get() + spill_begin_, count, into.data());
  spill_begin_ += count;
  return count;
}

/// Decodes on in the member that was begun.
std::size_t DecodedStream::read_on(std::span<char> into) {
  const bool whole = input_.fill(1);
  const Codec::Step step = codec_->decode(input_.window(), into);
  input_.drop(step.used);
  if (step.ended) in_member_ = false;
  const bool stuck = !step.ended && step.used == 0 && step.made == 0;
  if (stuck && !(whole && input_.fill(input_.window().size() + 1)))
    refuse("it ends in the middle of a " + std::string(codec_->member_name()));
  return step.made;
}

}  // namespace grapevine
