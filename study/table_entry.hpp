#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "loaders/study_tables/table_spec.hpp"
#include "study/toml_reader.hpp"

namespace grapevine {

/// Columns of each table of a study, by our names.
const std::map<std::string, std::vector<std::string>, std::less<>>& table_columns();

/// Reads the entry of a table in [tables], but for its files: how its cells are written, and which
/// of its columns holds which of ours. Keys of `more` are left to the caller; others are errors
/// (BadInput, with the line).
TableSpec read_table_entry(const TomlReader& toml, const std::string& name,
                           const toml::table& entry, const std::vector<std::string>& more);

/// The files that `file` of an entry names in `folder`: one name or pattern, or a list of them.
/// None when it is absent or empty. Errors: BadInput for a pattern that nothing matches, or a file
/// that is named twice.
std::vector<TableFile> read_table_files(const TomlReader& toml, const toml::table& entry,
                                        const std::filesystem::path& folder);

/// The `time_unit` of a table or study, or nothing when it has none.
std::optional<TimeUnit> read_time_unit(const TomlReader& toml, const toml::table& table);

}  // namespace grapevine
