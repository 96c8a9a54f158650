#pragma once
#include <string_view>

#include "engine/table/table.hpp"

namespace grapevine {

/// Whether a column holds numbers (whole, floating or exact decimals), as opposed to texts, truth
/// values and times. Errors: NotFound.
bool is_numeric(const Table& table, std::string_view column);

}  // namespace grapevine
