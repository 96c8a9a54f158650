#pragma once
#include <cstdint>
#include <string>

#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// The number of a type of ties by its name. Errors: InvalidOption, with the types that there are.
std::uint16_t tie_type(const Graph& graph, const std::string& name);

/// A time that `option` was given: a date or date-time, or seconds since 1970. Errors:
/// InvalidOption.
Time tie_time(const std::string& option, const std::string& text);

}  // namespace grapevine
