#include "tests/support/places.hpp"

namespace grapevine::testing {

const std::string kSourceFolder = GRAPEVINE_SOURCE_DIR;
const std::string kSharedData = GRAPEVINE_SHARED_DATA;
const std::string kProgram = GRAPEVINE_PROGRAM;

}  // namespace grapevine::testing
