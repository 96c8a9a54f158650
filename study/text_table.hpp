#pragma once
#include <span>
#include <string>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// Some rows and columns of a table for a terminal: aligned, numbers to the right and in at most
/// six digits after the point.
std::string text_table(const Table& table, const std::vector<std::string>& columns,
                       std::span<const std::size_t> rows);

}  // namespace grapevine
