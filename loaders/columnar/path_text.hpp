#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "engine/network/paths.hpp"

namespace grapevine {

/// What reading a CSV of paths by blocks came to.
struct PathText {
  std::optional<Paths> paths;
  /// Without paths: the file up to the line that this reader could make nothing of, which the
  /// reader of whole tables will, or will say what is wrong with it. Empty: it must look at all.
  std::string odd_front;
  char separator = ',';
};

/// Reads a CSV with one path a row (see `paths_of_table`), a block at a time: it never holds the
/// text, so 10^8 steps take 4 bytes each, with times 12, and 32 a path. Every name is looked up in
/// a table of the thread at hand; places of players are those of their names in order, so threads
/// change nothing. `theirs` gives the name of a column of ours in the file.
///
/// It reads what such files are made of. All else it leaves to the reader of whole tables, which
/// knows what to do, or say: line ends within quotes, lone CRs, lines beyond 8 MiB, bytes that are
/// no UTF-8, rows of another length, cells that are refused, and tables of another form.
/// O(bytes + players log players), parallel. Errors: those of opening the file.
PathText read_path_text(const std::filesystem::path& path, char usual_separator,
                        const std::function<std::string(std::string_view)>& theirs,
                        std::uint64_t block_bytes = 1 << 19);

}  // namespace grapevine
