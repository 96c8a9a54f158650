#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/table/table.hpp"

namespace grapevine {

/// The endings that a table can be written to, each with its dot.
bool is_table_ending(std::string_view ending);

/// Writes a table by the file's ending: .parquet, .arrow (Arrow IPC), .csv. It goes to a file
/// beside `path` which takes its name only when it is whole and on disk: nobody sees half a table.
/// Errors: BadInput for another ending; Storage when the disk is full or the folder is closed to
/// us.
void write_table(const Table& table, const std::filesystem::path& path);

/// The same as CSV (RFC 4180; LF; numbers in the shortest text that reads back; empty where null).
std::string csv_text(const Table& table);

/// The same in parts, so that not all of it is text at once.
void write_csv(const Table& table, const std::function<void(const std::string&)>& write);

/// Bytes held beside a table while it is written as a file of this ending (or printed: "").
std::uint64_t writing_bytes(std::string_view ending, std::uint64_t rows, std::uint64_t columns,
                            double mean_cell_bytes);

}  // namespace grapevine
