#pragma once
#include <filesystem>
#include <string>

#include "engine/table/table.hpp"
#include "loaders/columnar/table_head.hpp"

namespace grapevine {

/// An Arrow IPC file or stream, whole; its first bytes tell which. Buffers may be compressed, and
/// the file by .gz or .zst. Errors: those of `read_file_bytes`; BadInput naming `shown` when it is
/// none, is damaged or cut off (a stream without its end mark too), or has two columns of one name.
Table read_arrow_ipc(const std::filesystem::path& path, const std::string& shown);

/// At most `most_rows` of its rows, with the size of all. It has no footer that tells: all of it is
/// read. Errors: those of `read_arrow_ipc`.
TableHead read_arrow_head(const std::filesystem::path& path, const std::string& shown,
                          std::int64_t most_rows);

}  // namespace grapevine
