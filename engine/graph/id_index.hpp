#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/shared_array.hpp"

namespace grapevine {

/// Texts one behind the other: text i is bytes [ends[i], ends[i + 1]).
struct PackedTexts {
  SharedArray<std::uint64_t> ends = {0};  ///< One more than there are texts, from 0.
  SharedArray<char> bytes;

  std::size_t size() const { return ends.size() - 1; }
  std::string_view operator[](std::size_t i) const {
    return {bytes.data() + ends[i], ends[i + 1] - ends[i]};
  }
};

/// External ids (all int64, or all text) and their numbers 0 .. n-1. Numbers are places in
/// ascending order, integers by value, text by bytes, unless another order was given: then they do
/// not depend on the order in which rows came. Look-up O(log n); 8 bytes an integer, 8 and its
/// bytes a text, 4 more for another order.
class IdIndex {
 public:
  IdIndex() = default;

  /// Sorts and removes duplicates. O(n log n).
  static IdIndex from_integers(std::vector<std::int64_t> ids);
  static IdIndex from_texts(std::vector<std::string> ids);

  /// Different ids by their numbers. `ascending` has the numbers in the order of the ids, or is
  /// empty where numbers ascend with them.
  IdIndex(SharedArray<std::int64_t> by_number, SharedArray<std::uint32_t> ascending)
      : ids_(std::move(by_number)), ascending_(std::move(ascending)) {}
  IdIndex(PackedTexts by_number, SharedArray<std::uint32_t> ascending)
      : ids_(std::move(by_number)), ascending_(std::move(ascending)) {}

  /// The same ids where number `order[i]` takes the place of number i.
  IdIndex renumbered(const SharedArray<std::uint32_t>& order) const;

  /// What `count` ids take: integers, or text of so many bytes each.
  static std::uint64_t bytes_of(std::uint64_t count, bool text, double mean_text_bytes);

  std::size_t size() const;
  bool is_text() const { return std::holds_alternative<PackedTexts>(ids_); }

  std::optional<std::uint32_t> find(std::int64_t id) const;
  /// Finds an id by its text, whether ids are text or integers.
  std::optional<std::uint32_t> find(std::string_view id) const;

  /// The id of a number, as text.
  std::string name(std::uint32_t number) const;

  /// All ids by their numbers; valid for the kind that `is_text` tells.
  const SharedArray<std::int64_t>& integers() const {
    return std::get<SharedArray<std::int64_t>>(ids_);
  }
  const PackedTexts& texts() const { return std::get<PackedTexts>(ids_); }
  /// The numbers in the order of the ids; empty where both ascend.
  const SharedArray<std::uint32_t>& ascending() const { return ascending_; }

 private:
  std::variant<SharedArray<std::int64_t>, PackedTexts> ids_;
  SharedArray<std::uint32_t> ascending_;
};

/// The integer that `text` writes in the one canonical way ("7", "-3"; not "007", "+7", "7 "), or
/// nothing: a column is one of integer ids only if all of it reads so, lest "007" and "7" merge.
std::optional<std::int64_t> canonical_integer(std::string_view text);

/// Ids as one column: integers when all of `texts` are canonical integers, else text.
IdIndex make_id_index(std::vector<std::string> texts);

}  // namespace grapevine
