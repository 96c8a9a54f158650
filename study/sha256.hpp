#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace grapevine {

/// SHA-256 of a file in hexadecimal, as sha256sum prints it. Errors: NotFound, BadInput.
std::string sha256_of_file(const std::filesystem::path& path);

/// The same of bytes in memory.
std::string sha256_of(std::string_view bytes);

}  // namespace grapevine
