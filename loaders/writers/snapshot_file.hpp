#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "loaders/graph_formats/snapshot_layout.hpp"
#include "loaders/writers/whole_file.hpp"

namespace grapevine {

/// A snapshot that is written section by section, none of which need be in memory as a whole. See
/// docs/snapshot.md for the layout. The file appears whole, or not at all. Errors: Storage.
class SnapshotFile {
 public:
  /// As many sections are then written, in the order of their kinds.
  SnapshotFile(const std::filesystem::path& path, std::size_t num_sections);

  void begin_section(SnapshotKind kind, std::uint32_t item_bytes);
  /// Adds whole items to the section.
  void append(std::span<const char> bytes);
  template <class T>
  void append(std::span<const T> items) {
    append(std::span(reinterpret_cast<const char*>(items.data()), items.size_bytes()));
  }
  template <class T>
  void write_section(SnapshotKind kind, std::span<const T> items) {
    begin_section(kind, sizeof(T));
    append(items);
  }

  /// Fills in what the table and the file's size tell of the head, and puts the file in its place.
  void commit(SnapshotHead head);

 private:
  void end_section();

  WholeFile file_;
  std::vector<SnapshotSection> table_;
  std::optional<SnapshotChecksum> checksum_;
  std::uint64_t written_ = 0, section_bytes_ = 0;
};

}  // namespace grapevine
