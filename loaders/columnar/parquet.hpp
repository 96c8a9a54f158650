#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// A Parquet file, whole. Errors: BadInput naming `shown` when it is none, is damaged, or
/// has two columns of one name.
Table read_parquet(const std::filesystem::path& path, const std::string& shown);

/// Throws when two columns of the table `shown` have one name.
void refuse_repeated_names(std::vector<std::string> names, const std::string& shown);

}  // namespace grapevine
