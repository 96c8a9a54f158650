#pragma once
#include <string>
#include <vector>

#include "engine/base/progress.hpp"

namespace grapevine {

/// A sink that shows progress on standard error, if that is a terminal, once a second has passed;
/// null otherwise.
ProgressSink terminal_progress();

/// Clears the line that progress was shown on.
void clear_progress();

/// Makes Ctrl-C and SIGTERM ask the running command to stop.
void install_interrupt_handler();

/// The arguments with `-` in option names written `_`: `--max-iterations 5` is `--max_iterations
/// 5`.
std::vector<std::string> normalised_arguments(int argc, const char* const* argv);

}  // namespace grapevine
