#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace grapevine {

/// `run_pipeline` below, over the numbers of slots instead of the items in them.
void run_pipeline_slots(std::size_t slots, const std::function<bool(std::size_t)>& produce,
                        const std::function<void(std::size_t)>& consume);

/// Calls `produce(item)` for one item at a time until it returns false, and `consume(item)` for
/// every item before that, several at once, on the threads allowed by ThreadLimit: what is serial
/// (reading, decoding) overlaps with what need not be. Items are produced in order, by whichever
/// thread is free, and consumed in any order. At most `most` are alive; each is used again after it
/// was consumed, so `produce` finds in it what `consume` left. The first exception of either is
/// thrown here, once nothing runs any more; so is what stops a run that the user interrupts.
/// Requires most > 0.
template <class Item, class Produce, class Consume>
void run_pipeline(std::size_t most, const Produce& produce, const Consume& consume) {
  std::vector<Item> items(most);
  run_pipeline_slots(
      most, [&](std::size_t slot) { return produce(items[slot]); },
      [&](std::size_t slot) { consume(items[slot]); });
}

}  // namespace grapevine
