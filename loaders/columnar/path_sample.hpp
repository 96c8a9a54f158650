#pragma once
#include <cstdint>
#include <filesystem>

#include "engine/base/memory_estimate.hpp"
#include "loaders/columnar/path_table.hpp"

namespace grapevine {

/// How many paths, steps and players a file has, as some blocks of it tell.
struct PathSize {
  double paths = 0.0, steps = 0.0, players = 0.0;
  double name_bytes = 0.0;  ///< Mean of a player's name.
  bool text_ids = false, timed = false;

  /// Of `Paths` in memory.
  std::uint64_t bytes() const;
};

/// Looks at up to 4 MiB of text, or the first rows of Parquet and Arrow, and adds what `read_paths`
/// will hold, stage by stage. Errors: those of opening the file.
PathSize add_path_stages(const std::filesystem::path& path, const PathColumnNames& names,
                         MemoryEstimate& estimate);

}  // namespace grapevine
