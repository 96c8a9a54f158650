#pragma once
#include <string>

#include "engine/registry/registry.hpp"

namespace grapevine {

/// Every registered algorithm with its options, ranges, units, complexity and paper, as JSON.
std::string catalogue_json();

/// The same as text for a terminal.
std::string catalogue_text();

/// The same as the page docs/algorithms.md.
std::string catalogue_markdown();

/// Help lines of options: name, meaning, range, unit, default.
std::string options_text(const std::vector<OptionInfo>& options);

}  // namespace grapevine
