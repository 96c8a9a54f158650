#pragma once
#include <fmt/format.h>

#include <string>

#include "engine/network/network.hpp"

namespace grapevine {

/// "4 (debian/gis)", or the id alone where it says as much.
inline std::string context_name(const Network& network, ContextId context) {
  const std::string id = network.contexts.name(context), &label = network.context_labels[context];
  return label.empty() || label == id ? id : fmt::format("{} ({})", id, label);
}

}  // namespace grapevine
