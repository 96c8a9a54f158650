#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace grapevine {

/// The whole file, decompressed when its name ends in .gz or .zst (`DecodedStream`). Memory: the
/// decoded bytes, and for a compressed file 64 MiB besides. Errors begin with the path: NotFound
/// for a file that is not there; BadInput for a folder, an unreadable file, a broken stream, or one
/// that decodes to more than `memory_limit()` leaves, however small it is on disk.
std::string read_file_bytes(const std::filesystem::path& path);

/// Most bytes that `read_file_bytes` holds for so many decoded ones.
std::uint64_t decoding_bytes(std::uint64_t decoded, bool compressed);

/// How its name says that a file is compressed: ".gz", ".zst", or nothing.
std::string compression_ending(const std::filesystem::path& path);

/// The ending that tells the format, in lower case, without .gz or .zst: ".csv" of "Ties.CSV.gz".
std::string format_ending(const std::filesystem::path& path);

/// The path as an error names it: on one line, whatever characters it has.
std::string path_text(const std::filesystem::path& path);

}  // namespace grapevine
