#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace grapevine::hostile {

/// A way into the program for bytes of anybody: a reader, and what the file is called for it.
struct Reader {
  std::string_view name;
  std::string_view file_name;
  /// Reads the file as a user would have it read. `choice` picks one of the ways that there are:
  /// which table of a study it is, whether ties go both ways. Throws what the reader throws.
  void (*read)(const std::filesystem::path& file, std::size_t choice);
};

/// Number of different choices.
inline constexpr std::size_t kChoices = 5;

std::span<const Reader> readers();
bool has_reader(std::string_view name);  ///< igraph's are there if the build has igraph.
const Reader& reader_of(std::string_view name);

/// Errors: std::runtime_error when there is no such file.
std::string bytes_of(const std::filesystem::path& file);

/// How reading ended, if the process lives: `refused` has the error, empty when it was read.
struct Outcome {
  std::string refused;
  std::string fault;  ///< What is wrong with how it ended; empty: nothing.
};

/// Writes the bytes into `folder` under the reader's file name and reads them. A fault is an
/// exception that is no `Error`, or an `Error` that is not one readable line with something to do.
Outcome feed(const Reader& reader, const std::filesystem::path& folder, std::string_view bytes,
             std::size_t choice);

}  // namespace grapevine::hostile
