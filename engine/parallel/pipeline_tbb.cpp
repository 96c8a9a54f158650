#include <tbb/parallel_pipeline.h>

#include <mutex>
#include <numeric>

#include "engine/base/progress.hpp"
#include "engine/parallel/pipeline.hpp"

namespace grapevine {
namespace {

/// The slots that no item is in. There are as many as tokens, and a slot comes back before its
/// token does: whoever holds a token finds one.
class FreeSlots {
 public:
  explicit FreeSlots(std::size_t count) : slots_(count) {
    std::iota(slots_.begin(), slots_.end(), std::size_t{0});
  }

  std::size_t take() {
    const std::scoped_lock lock(mutex_);
    const std::size_t slot = slots_.back();
    slots_.pop_back();
    return slot;
  }

  void give(std::size_t slot) {
    const std::scoped_lock lock(mutex_);
    slots_.push_back(slot);
  }

 private:
  std::mutex mutex_;
  std::vector<std::size_t> slots_;
};

}  // namespace

void run_pipeline_slots(std::size_t slots, const std::function<bool(std::size_t)>& produce,
                        const std::function<void(std::size_t)>& consume) {
  FreeSlots free(slots);
  const auto first = tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order,
                                                         [&](tbb::flow_control& flow) {
                                                           check_interrupt();
                                                           const std::size_t slot = free.take();
                                                           if (!produce(slot)) flow.stop();
                                                           return slot;
                                                         });
  const auto second =
      tbb::make_filter<std::size_t, void>(tbb::filter_mode::parallel, [&](std::size_t slot) {
        consume(slot);
        free.give(slot);
      });
  tbb::parallel_pipeline(slots, first & second);
}

}  // namespace grapevine
