#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

namespace grapevine {

/// Told how far a phase has come: `done` of `total` steps (total 0: not known).
using ProgressSink =
    std::function<void(std::string_view phase, std::uint64_t done, std::uint64_t total)>;

/// Installs `sink` for the lifetime of the object; a front end does so around one command.
class ScopedProgress {
 public:
  explicit ScopedProgress(ProgressSink sink);
  ~ScopedProgress();
  ScopedProgress(const ScopedProgress&) = delete;
  ScopedProgress& operator=(const ScopedProgress&) = delete;
};

/// Reports to the installed sink, if any, and throws Error(Interrupted) once the user has asked to
/// stop. Call it between steps of at most some 100 ms, from the thread that runs the command.
void report_progress(std::string_view phase, std::uint64_t done, std::uint64_t total);

/// Asks the running command to stop; safe in a signal handler.
void request_interrupt() noexcept;

/// Forgets an earlier request.
void clear_interrupt() noexcept;

}  // namespace grapevine
