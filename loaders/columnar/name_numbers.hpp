#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace grapevine {

/// Gives names numbers 0, 1, ... in the order of their first coming. Open addressing, at most half
/// full; a name of up to 16 bytes is told by its slot alone. Names are copied. Memory: 64 to 112
/// bytes a name, and its own.
class NameNumbers {
 public:
  NameNumbers() : slots_(1 << 8) {}

  /// What tells a name: all of it when it is short, else two hashes.
  struct Key {
    std::uint64_t front = 0, back = 0;
  };
  static Key key_of(std::string_view name) {
    const char *begin = name.data(), *end = begin + name.size();
    if (name.size() > kWhole) return hashes_of(name);
    if (name.size() >= 8) return {load<std::uint64_t>(begin), load<std::uint64_t>(end - 8)};
    if (name.size() >= 4) return {load<std::uint32_t>(begin), load<std::uint32_t>(end - 4)};
    Key key;
    for (const char c : name) key.front = key.front << 8 | static_cast<unsigned char>(c);
    return key;
  }

  /// Has the slot of a key fetched, for a call of `number_of` that is soon to come.
  void prefetch(const Key& key) const { __builtin_prefetch(&slots_[slot_of(key)]); }

  /// Requires key == key_of(name).
  std::uint32_t number_of(const Key& key, std::string_view name) {
    for (std::size_t at = slot_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.number == kFree) return add(at, key, name);
      if (slot.front == key.front && slot.back == key.back && slot.size == name.size() &&
          (slot.size <= kWhole || names_[slot.number] == name))
        return slot.number;
    }
  }
  std::uint32_t number_of(std::string_view name) { return number_of(key_of(name), name); }

  std::size_t size() const { return names_.size(); }
  std::string_view name(std::uint32_t number) const { return names_[number]; }

 private:
  static constexpr std::uint32_t kFree = ~std::uint32_t{0}, kWhole = 16;

  struct Slot {
    std::uint64_t front = 0, back = 0;
    std::uint32_t size = 0, number = kFree;
  };

  template <class Word>
  static std::uint64_t load(const char* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
  }
  static Key hashes_of(std::string_view name);

  /// A name's size needs no part in this: names that differ in it alone are few.
  std::size_t slot_of(const Key& key) const {
    std::uint64_t mixed = key.front * 0x9E3779B97F4A7C15;
    mixed = (mixed ^ mixed >> 32 ^ key.back) * 0xD6E8FEB86659FD93;
    return mixed >> (64 - std::countr_zero(slots_.size()));
  }

  std::uint32_t add(std::size_t at, const Key& key, std::string_view name);
  std::string_view kept(std::string_view name);

  std::vector<Slot> slots_;
  std::vector<std::string_view> names_;
  std::vector<std::unique_ptr<char[]>> pieces_;
  char* end_ = nullptr;   ///< Of the last piece.
  std::size_t left_ = 0;  ///< Bytes that are free before it.
};

}  // namespace grapevine
