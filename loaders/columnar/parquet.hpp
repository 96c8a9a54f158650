#pragma once
#include <filesystem>
#include <string>

#include "engine/table/table.hpp"

namespace grapevine {

/// A Parquet file, whole. Errors: BadInput naming `shown` when it is none, is damaged, or
/// has two columns of one name.
Table read_parquet(const std::filesystem::path& path, const std::string& shown);

}  // namespace grapevine
