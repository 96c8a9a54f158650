#pragma once
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// One survey item's answer per (context, person): the latest in the context, else the latest that
/// names no context; NaN where there is none. Of answers with one date the larger value counts.
std::vector<double> latest_answers(const Network& network, std::string_view item);

}  // namespace grapevine
