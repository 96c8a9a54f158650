#pragma once
#include <string>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// The named columns of a table, in the order of `names`, with what they say of themselves. Errors:
/// NotFound.
Table selected_columns(const Table& table, const std::vector<std::string>& names);

}  // namespace grapevine
