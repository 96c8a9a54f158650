#include "loaders/edge_list/id_places.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/ids.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {

template <>
std::uint64_t IdSet<std::int64_t>::hash(std::int64_t id) {
  auto word = static_cast<std::uint64_t>(id);  // the finalizer of SplitMix64 (Steele et al. 2014)
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

template <>
std::uint64_t IdSet<std::string_view>::hash(std::string_view id) {
  return XXH3_64bits(id.data(), id.size());
}

template <class Id>
void IdSet<Id>::add(Id id, std::uint64_t hash) {
  if (2 * (ids_.size() + 1) > slots_.size()) grow();
  const auto tag = static_cast<std::uint32_t>(hash);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = tag & mask;
  for (; slots_[at].number != kNone; at = (at + 1) & mask)
    if (slots_[at].tag == tag && ids_[slots_[at].number] == id) return;
  slots_[at] = {tag, static_cast<std::uint32_t>(ids_.size())};
  ids_.push_back(id);
}

template <class Id>
std::uint32_t IdSet<Id>::find(Id id, std::uint64_t hash, std::span<const Id> ids) const {
  if (slots_.empty()) return kNone;
  const auto tag = static_cast<std::uint32_t>(hash);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = tag & mask; slots_[at].number != kNone; at = (at + 1) & mask)
    if (slots_[at].tag == tag && ids[slots_[at].number] == id) return slots_[at].number;
  return kNone;
}

template <class Id>
void IdSet<Id>::grow() {
  constexpr std::size_t kFirst = 64;
  const std::vector<Slot> old =
      std::exchange(slots_, std::vector<Slot>(std::max(kFirst, 2 * slots_.size())));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kNone) continue;
    std::size_t at = slot.tag & mask;
    while (slots_[at].number != kNone) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

template <class Id>
void IdSet<Id>::renumber(std::span<const std::uint32_t> place_of) {
  for (Slot& slot : slots_)
    if (slot.number != kNone) slot.number = place_of[slot.number];
  ids_ = {};
}

namespace {

template <class Id>
using ColumnsOf = std::function<IdColumns<Id>(std::size_t)>;

/// The different ids of a block by the parts of their hashes: part p's end at `ends[p]`.
template <class Id, std::size_t Parts>
struct PartedIds {
  std::vector<Id> ids;
  std::array<std::uint32_t, Parts + 1> begins{};

  std::span<const Id> part(std::size_t p) const {
    return std::span(ids).subspan(begins[p], begins[p + 1] - begins[p]);
  }
};

template <class Id, std::size_t Parts, class PartOf>
PartedIds<Id, Parts> parted(const IdColumns<Id>& columns, const PartOf& part_of) {
  IdSet<Id> different;
  for (const std::span<const Id> column : columns)
    for (std::size_t i = 0; i < column.size(); ++i)
      if (i == 0 || column[i] != column[i - 1])  // sources often ascend
        different.add(column[i], IdSet<Id>::hash(column[i]));
  PartedIds<Id, Parts> result{std::vector<Id>(different.ids().size())};
  for (const Id& id : different.ids()) ++result.begins[part_of(IdSet<Id>::hash(id)) + 1];
  for (std::size_t p = 0; p < Parts; ++p) result.begins[p + 1] += result.begins[p];
  auto next = result.begins;
  for (const Id& id : different.ids()) result.ids[next[part_of(IdSet<Id>::hash(id))]++] = id;
  return result;
}

/// The largest value and the number of all; nothing where one is negative.
struct Extent {
  std::uint64_t largest = 0, values = 0;
  bool negative = false;
};

Extent extent_of(const IdColumns<std::int64_t>& columns) {
  Extent extent;
  for (const auto& column : columns) {
    std::int64_t least = 0, largest = 0;
    for (const std::int64_t id : column) {
      least = std::min(least, id);
      largest = std::max(largest, id);
    }
    extent.negative = extent.negative || least < 0;
    extent.largest = std::max(extent.largest, static_cast<std::uint64_t>(largest));
    extent.values += column.size();
  }
  return extent;
}

Extent extent_of_all(std::size_t blocks, const ColumnsOf<std::int64_t>& columns_of) {
  std::vector<Extent> extents(blocks);
  run_blocks(blocks, [&](std::size_t b) { extents[b] = extent_of(columns_of(b)); });
  Extent all;
  for (const Extent& extent : extents) {
    all.largest = std::max(all.largest, extent.largest);
    all.values += extent.values;
    all.negative = all.negative || extent.negative;
  }
  return all;
}

}  // namespace

bool fits_id_table(std::uint64_t largest, std::uint64_t values) {
  constexpr std::uint64_t kSmallTable = 1 << 16;
  return largest < kSmallTable + values && largest < kNoNode;
}

template <class Id>
IdPlaces<Id>::IdPlaces(std::size_t blocks,
                       const std::function<IdColumns<Id>(std::size_t)>& columns_of) {
  if (!find_by_table(blocks, columns_of)) find_by_hash(blocks, columns_of);
}

template <class Id>
bool IdPlaces<Id>::find_by_table(std::size_t blocks,
                                 const std::function<IdColumns<Id>(std::size_t)>& columns_of) {
  if constexpr (std::is_same_v<Id, std::int64_t>) {
    const Extent extent = extent_of_all(blocks, columns_of);
    if (extent.negative || !fits_id_table(extent.largest, extent.values)) return false;
    table_ = Buffer<std::uint32_t>(extent.largest + 1);
    run_blocks(blocks, [&](std::size_t b) {
      for (const auto& column : columns_of(b))
        for (const std::int64_t id : column) {
          const std::atomic_ref seen(table_[static_cast<std::size_t>(id)]);
          if (seen.load(std::memory_order_relaxed) == 0) seen.store(1, std::memory_order_relaxed);
        }
    });
    for (std::size_t id = 0; id < table_.size(); ++id)
      if (table_[id] != 0) {
        table_[id] = static_cast<std::uint32_t>(ids_.size());
        ids_.push_back(static_cast<std::int64_t>(id));
      }
    return true;
  }
  return false;
}

template <class Id>
void IdPlaces<Id>::find_by_hash(std::size_t blocks,
                                const std::function<IdColumns<Id>(std::size_t)>& columns_of) {
  std::vector<PartedIds<Id, kParts>> parts(blocks);
  run_blocks(blocks, [&](std::size_t b) { parts[b] = parted<Id, kParts>(columns_of(b), part_of); });
  sets_.resize(kParts);
  run_blocks(kParts, [&](std::size_t p) {
    for (const auto& block : parts)
      for (const Id& id : block.part(p)) sets_[p].add(id, IdSet<Id>::hash(id));
  });
  parts = {};
  number_in_order();
}

template <class Id>
void IdPlaces<Id>::number_in_order() {
  struct Entry {
    Id id;
    std::uint32_t from;
  };
  std::vector<std::size_t> begins = {0};
  for (const IdSet<Id>& set : sets_) begins.push_back(begins.back() + set.ids().size());
  if (begins.back() >= IdSet<Id>::kNone / 2)
    throw Error(ErrorCode::BadInput, "graph", "more than 2,147,483,646 different ids",
                "number them from 0 on");
  std::vector<Entry> entries(begins.back());
  run_blocks(kParts, [&](std::size_t p) {
    for (std::size_t i = 0; i < sets_[p].ids().size(); ++i)
      entries[begins[p] + i] = {sets_[p].ids()[i], static_cast<std::uint32_t>(begins[p] + i)};
  });
  parallel_sort(entries, [](const Entry& a, const Entry& b) { return a.id < b.id; });
  ids_.resize(entries.size());
  std::vector<std::uint32_t> place_of(entries.size());
  for_each_index(entries.size(), [&](std::size_t place) {
    ids_[place] = entries[place].id;
    place_of[entries[place].from] = static_cast<std::uint32_t>(place);
  });
  run_blocks(kParts,
             [&](std::size_t p) { sets_[p].renumber(std::span(place_of).subspan(begins[p])); });
}

template <class Id>
std::uint32_t IdPlaces<Id>::operator[](Id id) const {
  if constexpr (std::is_same_v<Id, std::int64_t>)
    if (!table_.empty()) return table_[static_cast<std::size_t>(id)];
  const std::uint64_t hash = IdSet<Id>::hash(id);
  return sets_[part_of(hash)].find(id, hash, ids_);
}

std::uint64_t id_places_bytes(double different, double different_in_block, double blocks,
                              std::uint64_t id_bytes) {
  constexpr double kSlots = 3.0 * 8.0;  // 2 to 4 a number, of 8 bytes
  const auto id = static_cast<double>(id_bytes);
  const double in_blocks = blocks * different_in_block * id + different * (kSlots + 1.5 * id);
  const double in_order = different * (kSlots + id + 2.0 * (id + 8.0) + id + 4.0);
  return static_cast<std::uint64_t>(std::max(in_blocks, in_order));
}

template class IdSet<std::int64_t>;
template class IdSet<std::string_view>;
template class IdPlaces<std::int64_t>;
template class IdPlaces<std::string_view>;

}  // namespace grapevine
