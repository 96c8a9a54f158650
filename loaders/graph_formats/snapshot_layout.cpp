#include "loaders/graph_formats/snapshot_layout.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

static_assert(std::endian::native == std::endian::little, "snapshots are little-endian");

constexpr std::size_t kBlock = 1 << 20;

}  // namespace

struct SnapshotChecksum::State {
  XXH3_state_t hash;
};

SnapshotChecksum::SnapshotChecksum() : begun_(std::make_unique<State>()) {
  XXH3_64bits_reset(&begun_->hash);
}

SnapshotChecksum::~SnapshotChecksum() = default;

void SnapshotChecksum::add(std::span<const char> bytes) {
  if (const std::size_t begun = bytes_ % kBlock; begun > 0) {
    const auto rest = bytes.first(std::min(bytes.size(), kBlock - begun));
    XXH3_64bits_update(&begun_->hash, rest.data(), rest.size());
    bytes_ += rest.size();
    bytes = bytes.subspan(rest.size());
    if (bytes_ % kBlock > 0) return;
    hashes_.push_back(XXH3_64bits_digest(&begun_->hash));
    XXH3_64bits_reset(&begun_->hash);
  }
  const std::size_t whole = bytes.size() / kBlock, first = hashes_.size();
  hashes_.resize(first + whole);
  run_blocks(whole, [&](std::size_t b) {
    hashes_[first + b] = XXH3_64bits(bytes.data() + b * kBlock, kBlock);
  });
  const auto rest = bytes.subspan(whole * kBlock);
  XXH3_64bits_update(&begun_->hash, rest.data(), rest.size());
  bytes_ += bytes.size();
}

std::uint64_t SnapshotChecksum::finish() {
  if (bytes_ % kBlock > 0) hashes_.push_back(XXH3_64bits_digest(&begun_->hash));
  hashes_.push_back(bytes_);
  return XXH3_64bits(hashes_.data(), hashes_.size() * sizeof(std::uint64_t));
}

std::uint64_t snapshot_checksum(std::span<const char> bytes) {
  SnapshotChecksum checksum;
  checksum.add(bytes);
  return checksum.finish();
}

std::uint64_t head_checksum(const SnapshotHead& head, std::span<const SnapshotSection> table) {
  std::vector<char> bytes(offsetof(SnapshotHead, checksum) + table.size_bytes());
  std::memcpy(bytes.data(), &head, offsetof(SnapshotHead, checksum));
  if (!table.empty())
    std::memcpy(bytes.data() + offsetof(SnapshotHead, checksum), table.data(), table.size_bytes());
  return snapshot_checksum(bytes);
}

}  // namespace grapevine
