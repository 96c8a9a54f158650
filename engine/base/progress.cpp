#include "engine/base/progress.hpp"

#include <atomic>
#include <utility>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

std::atomic<bool> interrupt_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

struct Installed {
  ProgressSink sink;
  InterruptCheck check;
};

Installed& installed() {
  thread_local Installed here;
  return here;
}

}  // namespace

ScopedProgress::ScopedProgress(ProgressSink sink, InterruptCheck check) {
  installed() = {std::move(sink), std::move(check)};
}

ScopedProgress::~ScopedProgress() { installed() = {}; }

void report_progress(std::string_view phase, std::uint64_t done, std::uint64_t total) {
  check_interrupt();
  if (installed().sink) installed().sink(phase, done, total);
}

void check_interrupt() {
  if (interrupt_requested.load(std::memory_order_relaxed))
    throw Error(ErrorCode::Interrupted, "interrupted: nothing was written; run it again to finish");
  if (installed().check) installed().check();
}

void request_interrupt() noexcept { interrupt_requested.store(true, std::memory_order_relaxed); }

void clear_interrupt() noexcept { interrupt_requested.store(false, std::memory_order_relaxed); }

}  // namespace grapevine
