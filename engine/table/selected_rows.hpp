#pragma once
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// The rows that `keep` marks, in their order, with all that columns say of themselves. Requires
/// one mark per row. O(cells).
Table selected_rows(const Table& table, const std::vector<bool>& keep);

}  // namespace grapevine
