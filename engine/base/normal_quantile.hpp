#pragma once

namespace grapevine {

/// A standard normal number is within this of 0 with a chance of 95 %.
inline constexpr double kTwoSided95 = 1.959963984540054;

}  // namespace grapevine
