#include "tests/support/places.hpp"

namespace grapevine::testing {

const char* const kSourceFolder = GRAPEVINE_SOURCE_DIR;
const char* const kSharedData = GRAPEVINE_SHARED_DATA;
const char* const kProgram = GRAPEVINE_PROGRAM;

}  // namespace grapevine::testing
