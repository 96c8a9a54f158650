#pragma once
#include <string>

#include "study/explain.hpp"

namespace grapevine {

/// An explanation as an SVG picture, 1,000 px wide: each acquisition with its journey, the person's
/// share under every model, type and discounted flows, and its amount as a bar that begins where
/// the one before it ended, so that the bars add up to the score. The largest 25 have a row each,
/// the rest one together. No script, no outside file, text escaped; the same bytes every time.
std::string explanation_picture(const Explanation& explanation);

}  // namespace grapevine
