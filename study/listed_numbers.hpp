#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace grapevine {

/// A line of a table that gives somebody a number.
struct ListedNumber {
  std::string place;    ///< FILE:LINE
  std::string id;       ///< Of the person.
  std::string context;  ///< Empty: none is said.
  double number = 0.0;
};

/// Which columns a table of numbers has, and what the numbers may be.
struct ListedColumns {
  std::string id, number;
  std::string context = {};  ///< May be absent; empty: not asked.
  double least = 0.0;
  std::string range = ">= 0";  ///< The same in words.
};

/// All lines of the table. Errors: BadInput for a column that it lacks, and at the place of what is
/// no number of the kind.
std::vector<ListedNumber> read_listed_numbers(const std::filesystem::path& path,
                                              const ListedColumns& columns);

/// Errors: BadInput at the place of the line and of its column.
[[noreturn]] void refuse_listed(const ListedNumber& line, const std::string& column,
                                const std::string& what, const std::string& to_do);

/// What costs may be: the smallest is above 0.
ListedColumns cost_columns(const std::string& id);

}  // namespace grapevine
