#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/table/table.hpp"
#include "loaders/columnar/table_head.hpp"

namespace grapevine {

/// A Parquet file, whole. Errors: BadInput naming `shown` when it is none, is damaged, or
/// has two columns of one name.
Table read_parquet(const std::filesystem::path& path, const std::string& shown);

/// Throws when two columns of the table `shown` have one name.
void refuse_repeated_names(std::vector<std::string> names, const std::string& shown);

/// Reads at most `most_rows` rows, to see what the file holds. Errors: those of `read_parquet`.
TableHead read_parquet_head(const std::filesystem::path& path, const std::string& shown,
                            std::int64_t most_rows);

}  // namespace grapevine
