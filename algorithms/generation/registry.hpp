#pragma once
#include <span>

#include "engine/registry/generator.hpp"

namespace grapevine {

/// Every generator of graphs, in the order of the docs.
std::span<const Generator> generators();

}  // namespace grapevine
