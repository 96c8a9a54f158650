#pragma once
#include <string>

namespace grapevine::testing {

/// Where things are. The build tells it to one source file, so that the others compile to the same
/// bytes in every checkout and a compiler cache serves them all.
extern const std::string kSourceFolder;  ///< The root of this project.
extern const std::string kSharedData;    ///< Public data sets; may be absent.
extern const std::string kProgram;       ///< The program `grapevine` of this build.

}  // namespace grapevine::testing
