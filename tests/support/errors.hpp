#pragma once
#include <string>

#include "engine/base/error.hpp"

namespace grapevine::testing {

/// Kind and text of the Error that `run` throws ("BadInput ties.csv:3: ..."); "" when it does not.
template <class Run>
std::string error_of(const Run& run) {
  try {
    run();
  } catch (const Error& error) {
    constexpr const char* kNames[] = {"InvalidOption", "BadInput", "NotFound", "Storage",
                                      "Interrupted"};
    return std::string(kNames[static_cast<int>(error.code())]) + " " + error.what();
  }
  return {};
}

}  // namespace grapevine::testing
