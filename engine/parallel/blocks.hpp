#pragma once
#include <cstddef>
#include <functional>

namespace grapevine {

/// Runs `block(0) ... block(count - 1)`, in any order, on the threads allowed by ThreadLimit. The
/// first exception thrown by a block is thrown here; so is what stops a run that the user
/// interrupts. All loops, sums, scans and sorts stand on it: what a block is depends on the data
/// alone, so the thread count cannot change a result.
void run_blocks(std::size_t count, const std::function<void(std::size_t)>& block);

/// Limits the threads that loops use while it lives; 0 means all of the machine's. One limit at a
/// time: whether an inner one may allow more than an outer one depends on the back end.
class ThreadLimit {
 public:
  explicit ThreadLimit(std::size_t threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  void* limit_;
};

/// How many threads a loop may use now.
std::size_t thread_count();

}  // namespace grapevine
