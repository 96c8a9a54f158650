#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "engine/network/paths.hpp"
#include "loaders/columnar/source_table.hpp"

namespace grapevine {

/// Which of the user's columns holds ours: `path`, `total_conversions`, `total_conversion_value`,
/// `total_null`, `t`; of long tables also `journey_id`, `player` and `seq`. Absent: it has our
/// name.
using PathColumnNames = std::map<std::string, std::string, std::less<>>;

/// Journeys from a table in one of two forms.
///
/// With a column `path`, a row is a path: players joined by `>`, blanks around them of no account;
/// an empty cell is a journey that met nobody. `t` holds the times of the steps, likewise joined.
/// Without it a row is one step of the journey that `journey_id` names: `player`, and `seq` or `t`
/// (both: the order is that of `seq`); the numbers of a journey's rows are added up, so a purchase
/// is marked on one of them. Journeys are then in the order of their ids.
///
/// Without a column `total_conversions` each row, or journey, is one conversion; other numbers are
/// then 0, as empty cells are. Players are integers when all of them are.
///
/// O(bytes + steps log steps), parallel. Errors: BadInput naming file, line and column: a step
/// without a player, a number that is negative or none, value without a conversion, times that are
/// not as many as steps or go backwards, a column that is not there.
Paths paths_of_table(const SourceTable& source, const PathColumnNames& names = {});

/// The same from a file of any ending that `read_source_table` knows; unknown ones are CSV.
Paths read_paths(const std::filesystem::path& path, const PathColumnNames& names = {});

}  // namespace grapevine
