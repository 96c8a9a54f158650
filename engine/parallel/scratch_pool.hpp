#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace grapevine {

/// Room that blocks of a loop work in, made once for each thread that ever needs one at the same
/// time and used again. What a block finds in it must not change what it computes.
template <class T>
class ScratchPool {
 public:
  explicit ScratchPool(std::function<std::unique_ptr<T>()> make) : make_(std::move(make)) {}

  /// Calls `use(T&)` with one that nobody else uses meanwhile.
  template <class Use>
  void with(const Use& use) {
    std::unique_ptr<T> scratch = take();
    use(*scratch);
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(scratch));
  }

  /// All that were made, once no block runs any more; in no order.
  const std::vector<std::unique_ptr<T>>& all() const { return free_; }

 private:
  std::unique_ptr<T> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<T> scratch = std::move(free_.back());
        free_.pop_back();
        return scratch;
      }
    }
    return make_();
  }

  std::function<std::unique_ptr<T>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace grapevine
