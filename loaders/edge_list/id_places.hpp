#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/buffer.hpp"

namespace grapevine {

/// A set of values in open addressing, in the order in which they came. Id is std::int64_t or
/// std::string_view, which must outlive the set.
template <class Id>
class IdSet {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  static std::uint64_t hash(Id id);

  /// Amortised O(1); `hash` is that of the id. At most 2^31 ids.
  void add(Id id, std::uint64_t hash);
  /// The number that an id has, by the ids that numbers stand for; kNone where it is not there.
  std::uint32_t find(Id id, std::uint64_t hash, std::span<const Id> ids) const;

  const std::vector<Id>& ids() const { return ids_; }
  /// Replaces each number by `place_of[number]`, and lets go of the ids.
  void renumber(std::span<const std::uint32_t> place_of);

 private:
  struct Slot {
    std::uint32_t tag = 0, number = kNone;
  };

  void grow();

  std::vector<Slot> slots_;  ///< A power of 2, at most half of them taken.
  std::vector<Id> ids_;
};

template <>
std::uint64_t IdSet<std::int64_t>::hash(std::int64_t id);
template <>
std::uint64_t IdSet<std::string_view>::hash(std::string_view id);

/// The columns of a block.
template <class Id>
using IdColumns = std::vector<std::span<const Id>>;

/// Whether integers up to `largest` are near enough to each other to be numbered by a table.
bool fits_id_table(std::uint64_t largest, std::uint64_t values);

/// The different values of columns that come in blocks, in ascending order, and where each stands.
/// Integers that are less than the number of values are found by a table; others by hash, in
/// tables that are parted by the hash's upper bits so that threads share none, and only what is
/// different is sorted. Time O(values + different log different), in parallel.
template <class Id>
class IdPlaces {
 public:
  /// `columns_of(block)` is called from any thread, more than once. Errors: BadInput for 2^31
  /// different values or more.
  IdPlaces(std::size_t blocks, const std::function<IdColumns<Id>(std::size_t)>& columns_of);

  /// Ascending.
  const std::vector<Id>& ids() const { return ids_; }
  /// Of a value that one of the columns has. O(1).
  std::uint32_t operator[](Id id) const;

 private:
  static constexpr std::size_t kParts = 256;
  static std::size_t part_of(std::uint64_t hash) { return hash >> 56; }

  bool find_by_table(std::size_t blocks,
                     const std::function<IdColumns<Id>(std::size_t)>& columns_of);
  void find_by_hash(std::size_t blocks,
                    const std::function<IdColumns<Id>(std::size_t)>& columns_of);
  void number_in_order();

  std::vector<Id> ids_;
  Buffer<std::uint32_t> table_;  ///< By the value itself.
  std::vector<IdSet<Id>> sets_;  ///< By the upper bits of the hash.
};

/// Most bytes that an IdPlaces by hash holds while it is made, beside the columns.
std::uint64_t id_places_bytes(double different, double different_in_block, double blocks,
                              std::uint64_t id_bytes);

}  // namespace grapevine
