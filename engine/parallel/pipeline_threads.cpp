#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/parallel/pipeline.hpp"

namespace grapevine {

// Each thread has one slot and consumes what it produced itself, so one thread alternates and
// nothing waits for room.
void run_pipeline_slots(std::size_t slots, const std::function<bool(std::size_t)>& produce,
                        const std::function<void(std::size_t)>& consume) {
  std::mutex producing;
  bool ended = false;  // this and `error`: under the lock
  std::exception_ptr error;
  const auto next = [&](std::size_t slot) {
    const std::scoped_lock lock(producing);
    if (ended) return false;
    check_interrupt();
    ended = !produce(slot);
    return !ended;
  };
  const auto work = [&](std::size_t slot) {
    try {
      while (next(slot)) consume(slot);
    } catch (...) {
      const std::scoped_lock lock(producing);
      ended = true;
      if (!error) error = std::current_exception();
    }
  };
  std::vector<std::thread> workers;
  for (std::size_t t = 1; t < std::min(thread_count(), slots); ++t) workers.emplace_back(work, t);
  work(0);
  for (std::thread& worker : workers) worker.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace grapevine
