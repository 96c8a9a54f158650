#pragma once
#include <filesystem>
#include <iostream>
#include <string>

#include "tests/support/places.hpp"

namespace grapevine::testing {

/// A file or folder of the public data sets, which may be absent.
inline std::filesystem::path shared_data(const std::string& name) {
  return std::filesystem::path(kSharedData) / name;
}

/// Whether it is there; if not, says so in the words that make ctest count the test as skipped.
inline bool have_shared_data(const std::string& name) {
  if (std::filesystem::exists(shared_data(name))) return true;
  std::cout << "SKIPPED: " << shared_data(name) << " is not here\n";
  return false;
}

inline std::filesystem::path bundled(const std::string& name) {
  return std::filesystem::path(kSourceFolder) / "datasets" / name;
}

}  // namespace grapevine::testing
