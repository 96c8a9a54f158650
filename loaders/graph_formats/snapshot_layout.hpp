#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace grapevine {

/// A snapshot is a head, a table of sections, and the sections, each from a multiple of
/// kSectionAlignment on and filled up with zeros. Numbers are little-endian. Version 1.
struct SnapshotHead {
  /// A byte beyond ASCII, and line ends of all kinds, so that transport as text is seen (as PNG).
  static constexpr std::array<char, 8> kMagic = {'\x93', 'G', 'V', '\r', '\n', '\x1a', '\n', '\0'};
  static constexpr std::uint32_t kVersion = 1;

  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t num_sections = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t nodes = 0, edges = 0;
  std::uint64_t self_loops = 0, dropped = 0, parallel_edges = 0;
  std::uint32_t flags = 0;  ///< Of SnapshotFlag.
  std::uint32_t unused = 0;
  std::uint64_t checksum = 0;  ///< Of the head before it and the table behind it.
};

enum SnapshotFlag : std::uint32_t {
  kTextIds = 1,
  kHasIds = 2,
  kCountsParallel = 4,
  kSymmetric = 8  ///< Incoming rows are the outgoing ones.
};

struct SnapshotSection {
  std::uint32_t kind = 0;
  std::uint32_t item_bytes = 0;
  std::uint64_t offset = 0, items = 0;
  std::uint64_t checksum = 0;
};

inline constexpr std::uint64_t kSectionAlignment = 64;  // a line of the caches

/// What the sections hold; the numbers are part of the format.
inline constexpr std::array<std::string_view, 18> kSectionNames = {"offsets of outgoing rows",
                                                                   "outgoing neighbours",
                                                                   "offsets of incoming rows",
                                                                   "incoming neighbours",
                                                                   "edges of incoming rows",
                                                                   "weights",
                                                                   "signs",
                                                                   "types",
                                                                   "times",
                                                                   "contexts",
                                                                   "ends",
                                                                   "offsets of type names",
                                                                   "type names",
                                                                   "integer ids",
                                                                   "offsets of text ids",
                                                                   "text ids",
                                                                   "order of ids",
                                                                   "unused"};

/// XXH3 of blocks of 1 MiB, in parallel, and of these: some 15 GB/s a core, so that memory is the
/// limit. No defence against who changes a file on purpose.
std::uint64_t snapshot_checksum(std::span<const char> bytes);

}  // namespace grapevine
