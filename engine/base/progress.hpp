#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

namespace grapevine {

/// Told how far a phase has come: `done` of `total` steps (total 0: not known).
using ProgressSink =
    std::function<void(std::string_view phase, std::uint64_t done, std::uint64_t total)>;

/// Called where a run may stop; stops it by throwing.
using InterruptCheck = std::function<void()>;

/// Installs a sink and a check for the lifetime of the object, for the thread that made it: front
/// ends do so around one command, and some run several at a time.
class ScopedProgress {
 public:
  explicit ScopedProgress(ProgressSink sink, InterruptCheck check = nullptr);
  ~ScopedProgress();
  ScopedProgress(const ScopedProgress&) = delete;
  ScopedProgress& operator=(const ScopedProgress&) = delete;
};

/// Reports to the installed sink, if any, and throws as `check_interrupt` does. Call it between
/// steps of at most some 100 ms, from the thread that runs the command.
void report_progress(std::string_view phase, std::uint64_t done, std::uint64_t total);

/// Throws where the user has asked to stop. Parallel loops call it before each block; a serial step
/// of more than some 100 ms should, too. It costs some nanoseconds.
void check_interrupt();

/// Asks the running command to stop; safe in a signal handler.
void request_interrupt() noexcept;

/// Forgets an earlier request.
void clear_interrupt() noexcept;

}  // namespace grapevine
