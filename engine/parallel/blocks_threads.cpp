// The same facade on std::thread, for ThreadSanitizer: with Debian's oneTBB it reports some 200
// false races, and suppressing the library would hide real ones.
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"

namespace grapevine {
namespace {

std::atomic<std::size_t> allowed_threads = 0;

}  // namespace

void run_blocks(std::size_t count, const std::function<void(std::size_t)>& block) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        check_interrupt();
        block(i);
      } catch (...) {
        const std::scoped_lock lock(error_mutex);
        if (!error) error = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> workers;
  for (std::size_t t = 1; t < thread_count() && t < count; ++t) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  if (error) std::rethrow_exception(error);
}

ThreadLimit::ThreadLimit(std::size_t threads)
    : limit_(new std::size_t(allowed_threads.exchange(threads))) {}

ThreadLimit::~ThreadLimit() {
  const auto* previous = static_cast<std::size_t*>(limit_);
  allowed_threads = *previous;
  delete previous;
}

std::size_t thread_count() {
  const std::size_t allowed = allowed_threads;
  return allowed != 0 ? allowed : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace grapevine
