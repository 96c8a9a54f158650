#include "loaders/columnar/name_numbers.hpp"

#include <algorithm>
#include <utility>

namespace grapevine {

NameNumbers::Key NameNumbers::hashes_of(std::string_view name) {
  std::uint64_t a = name.size(), b = 0x94D049BB133111EB;
  const char *at = name.data(), *last = name.data() + name.size() - 8;
  for (; at < last; at += 8) {
    a = (a ^ load<std::uint64_t>(at)) * 0x9E3779B97F4A7C15;
    a ^= a >> 29;
    b = std::rotl(b, 23) ^ a;
  }
  a = (a ^ load<std::uint64_t>(last)) * 0xBF58476D1CE4E5B9;
  return {a ^ a >> 32, b ^ a};
}

std::string_view NameNumbers::kept(std::string_view name) {
  constexpr std::size_t kPiece = 1 << 16;
  if (name.size() > left_) {
    left_ = std::max(kPiece, name.size());
    pieces_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    end_ = pieces_.back().get() + left_;
  }
  char* const into = end_ - left_;
  std::ranges::copy(name, into);
  left_ -= name.size();
  return {into, name.size()};
}

std::uint32_t NameNumbers::add(std::size_t at, const Key& key, std::string_view name) {
  const auto number = static_cast<std::uint32_t>(names_.size());
  slots_[at] = {key.front, key.back, static_cast<std::uint32_t>(name.size()), number};
  names_.push_back(kept(name));
  if (2 * names_.size() < slots_.size()) return number;
  std::vector<Slot> before(2 * slots_.size());
  std::swap(before, slots_);
  for (const Slot& slot : before) {
    if (slot.number == kFree) continue;
    std::size_t place = slot_of({slot.front, slot.back});
    while (slots_[place].number != kFree) place = (place + 1) & (slots_.size() - 1);
    slots_[place] = slot;
  }
  return number;
}

}  // namespace grapevine
