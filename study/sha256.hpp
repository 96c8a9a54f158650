#pragma once
#include <filesystem>
#include <string>

namespace grapevine {

/// SHA-256 of a file in hexadecimal, as sha256sum prints it. Errors: NotFound, BadInput.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace grapevine
