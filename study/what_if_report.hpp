#pragma once
#include <string>

#include "study/what_if.hpp"

namespace grapevine {

/// The totals, the `top` rows that change most, and what the firm would expect to lose.
std::string what_if_text(const WhatIf& what_if, std::size_t top);
std::string what_if_json(const WhatIf& what_if, std::size_t top);

}  // namespace grapevine
