#include "engine/base/progress.hpp"

#include <atomic>
#include <utility>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

std::atomic<bool> interrupt_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

ProgressSink& installed_sink() {
  static ProgressSink sink;
  return sink;
}

}  // namespace

ScopedProgress::ScopedProgress(ProgressSink sink) { installed_sink() = std::move(sink); }

ScopedProgress::~ScopedProgress() { installed_sink() = nullptr; }

void report_progress(std::string_view phase, std::uint64_t done, std::uint64_t total) {
  if (interrupt_requested.load(std::memory_order_relaxed))
    throw Error(ErrorCode::Interrupted, "interrupted: nothing was written; run it again to finish");
  if (installed_sink()) installed_sink()(phase, done, total);
}

void request_interrupt() noexcept { interrupt_requested.store(true, std::memory_order_relaxed); }

void clear_interrupt() noexcept { interrupt_requested.store(false, std::memory_order_relaxed); }

}  // namespace grapevine
