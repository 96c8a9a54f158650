// A race on purpose, to see that the build for ThreadSanitizer sees those of run_blocks: a silent
// sanitizer would be taken for clean code. `planted_race racing` has it, `planted_race clean` makes
// the same steps with a lock.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <string_view>

#include "engine/parallel/blocks.hpp"

namespace {

/// Two blocks, each on a thread of its own, add to one counter; without the lock that is a race.
/// They wait for each other first: else one thread might run both, which is no race. The waiting is
/// relaxed, so it orders nothing else.
long count_twice(bool locked) {
  long counter = 0;
  std::mutex counter_mutex;
  std::atomic<int> arrived = 0;
  const grapevine::ThreadLimit limit(2);
  grapevine::run_blocks(2, [&](std::size_t) {
    arrived.fetch_add(1, std::memory_order_relaxed);
    while (arrived.load(std::memory_order_relaxed) < 2) {
    }
    std::unique_lock lock(counter_mutex, std::defer_lock);
    if (locked) lock.lock();
    ++counter;
  });
  return counter;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view how = argc == 2 ? argv[1] : "";
  if (how != "racing" && how != "clean") {
    std::fputs("usage: planted_race racing|clean\n", stderr);
    return 2;
  }
  std::printf("counted %ld\n", count_twice(how == "clean"));
  return 0;
}
