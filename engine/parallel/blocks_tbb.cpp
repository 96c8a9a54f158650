#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"

namespace grapevine {

void run_blocks(std::size_t count, const std::function<void(std::size_t)>& block) {
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, 1), [&](const auto& range) {
    for (std::size_t i = range.begin(); i != range.end(); ++i) {
      check_interrupt();
      block(i);
    }
  });
}

ThreadLimit::ThreadLimit(std::size_t threads)
    : limit_(threads == 0
                 ? nullptr
                 : new tbb::global_control(tbb::global_control::max_allowed_parallelism, threads)) {
}

ThreadLimit::~ThreadLimit() { delete static_cast<tbb::global_control*>(limit_); }

std::size_t thread_count() {
  return tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism);
}

}  // namespace grapevine
