#pragma once
#include <bit>
#include <cstdint>
#include <vector>

namespace grapevine {

/// Gives pairs numbers 0, 1, ... in the order of their first coming. Open addressing, at most half
/// full: 16 to 24 bytes a pair.
class PairNumbers {
 public:
  PairNumbers() : slots_(1 << 10, kFree) {}

  struct Pair {
    std::uint32_t first, second;
    bool operator==(const Pair&) const = default;
  };

  std::uint32_t number_of(const Pair& pair) {
    std::size_t slot = slot_of(pair);
    for (; slots_[slot] != kFree; slot = (slot + 1) & (slots_.size() - 1))
      if (pairs_[slots_[slot]] == pair) return slots_[slot];
    const auto number = static_cast<std::uint32_t>(pairs_.size());
    slots_[slot] = number;
    pairs_.push_back(pair);
    if (2 * pairs_.size() >= slots_.size()) grow();
    return number;
  }

  const Pair& operator[](std::uint32_t number) const { return pairs_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(pairs_.size()); }

 private:
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};

  std::size_t slot_of(const Pair& pair) const {
    const std::uint64_t both = std::uint64_t{pair.first} << 32 | pair.second;
    return (both * 0x9E3779B97F4A7C15) >> (64 - std::countr_zero(slots_.size()));
  }

  void grow() {
    slots_.assign(2 * slots_.size(), kFree);
    for (std::uint32_t number = 0; number < pairs_.size(); ++number) {
      std::size_t slot = slot_of(pairs_[number]);
      while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = number;
    }
  }

  std::vector<std::uint32_t> slots_;
  std::vector<Pair> pairs_;
};

}  // namespace grapevine
