#pragma once

namespace grapevine::testing {

/// Where things are. The build tells it to one source file, so that the others compile to the same
/// bytes in every checkout and a compiler cache serves them all. They are there before any other
/// static object is made.
extern const char* const kSourceFolder;  ///< The root of this project.
extern const char* const kSharedData;    ///< Public data sets; may be absent.
extern const char* const kProgram;       ///< The program `grapevine` of this build.

}  // namespace grapevine::testing
