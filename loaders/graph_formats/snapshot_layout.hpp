#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

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

  void set(std::uint32_t flag, bool on) { flags |= on ? flag : 0; }
};
static_assert(sizeof(SnapshotHead) == 80, "part of the format");

enum SnapshotFlag : std::uint32_t {
  kTextIds = 1,
  kHasIds = 2,
  kCountsParallel = 4,
  kSymmetric = 8  ///< Incoming rows are the outgoing ones.
};

/// What a section holds; the numbers are part of the format.
enum class SnapshotKind : std::uint32_t {
  OutOffsets,
  OutNeighbors,
  InOffsets,
  InNeighbors,
  InEdges,
  Weight,
  Sign,
  Type,
  Begin,
  Context,
  End,
  TypeNameEnds,
  TypeNames,
  IntegerIds,
  TextIdEnds,
  TextIdBytes,
  IdOrder
};
inline constexpr std::array<std::string_view, 17> kSectionNames = {"offsets of outgoing rows",
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
                                                                   "order of ids"};

struct SnapshotSection {
  SnapshotKind kind{};
  std::uint32_t item_bytes = 0;
  std::uint64_t offset = 0, items = 0;
  std::uint64_t checksum = 0;

  bool is_known() const { return static_cast<std::size_t>(kind) < kSectionNames.size(); }
  std::string_view name() const { return kSectionNames[static_cast<std::size_t>(kind)]; }
};
static_assert(sizeof(SnapshotSection) == 32, "part of the format");

inline constexpr std::uint64_t kSectionAlignment = 64;  // a line of the caches

constexpr std::uint64_t aligned_section(std::uint64_t bytes) {
  return (bytes + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

/// XXH3 of blocks of 1 MiB, and of these and the number of bytes: some 15 GB/s a core, so that
/// memory is the limit. No defence against who changes a file on purpose.
class SnapshotChecksum {
 public:
  SnapshotChecksum();
  ~SnapshotChecksum();
  SnapshotChecksum(const SnapshotChecksum&) = delete;
  SnapshotChecksum& operator=(const SnapshotChecksum&) = delete;

  /// Bytes that follow those before; blocks are summed in parallel.
  void add(std::span<const char> bytes);
  std::uint64_t finish();

 private:
  struct State;

  std::unique_ptr<State> begun_;  ///< Of the block that is not full yet.
  std::uint64_t bytes_ = 0;
  std::vector<std::uint64_t> hashes_;
};

std::uint64_t snapshot_checksum(std::span<const char> bytes);

/// Of the head, but for its checksum, and the table.
std::uint64_t head_checksum(const SnapshotHead& head, std::span<const SnapshotSection> table);

}  // namespace grapevine
