#pragma once
#include <span>
#include <string_view>

#include "engine/registry/registry.hpp"

namespace grapevine {

/// Every algorithm, in the order of the docs and of the columns in a score table. A provider sees
/// the columns of those before it.
std::span<const Algorithm> algorithms();

/// The algorithm of that name, or null.
const Algorithm* find_algorithm(std::string_view name);

}  // namespace grapevine
