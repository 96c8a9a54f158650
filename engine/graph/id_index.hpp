#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace grapevine {

/// External ids (all int64, or all text) and their places 0 .. n-1 in ascending order: integers by
/// value, text by bytes. Places therefore do not depend on the order in which rows came.
/// Look-up O(log n), memory that of the ids.
class IdIndex {
 public:
  IdIndex() = default;

  /// Sorts and removes duplicates. O(n log n).
  static IdIndex from_integers(std::vector<std::int64_t> ids);
  static IdIndex from_texts(std::vector<std::string> ids);

  /// What `count` ids take: integers, or text of so many bytes each.
  static std::uint64_t bytes_of(std::uint64_t count, bool text, double mean_text_bytes);

  std::size_t size() const;
  bool is_text() const { return std::holds_alternative<std::vector<std::string>>(ids_); }

  std::optional<std::uint32_t> find(std::int64_t id) const;
  /// Finds an id by its text, whether ids are text or integers.
  std::optional<std::uint32_t> find(std::string_view id) const;

  /// The id at a place, as text.
  std::string name(std::uint32_t place) const;

  /// All ids in order; valid for the kind that `is_text` tells.
  const std::vector<std::int64_t>& integers() const {
    return std::get<std::vector<std::int64_t>>(ids_);
  }
  const std::vector<std::string>& texts() const { return std::get<std::vector<std::string>>(ids_); }

 private:
  std::variant<std::vector<std::int64_t>, std::vector<std::string>> ids_;
};

/// The integer that `text` writes in the one canonical way ("7", "-3"; not "007", "+7", "7 "), or
/// nothing: a column is one of integer ids only if all of it reads so, lest "007" and "7" merge.
std::optional<std::int64_t> canonical_integer(std::string_view text);

/// Ids as one column: integers when all of `texts` are canonical integers, else text.
IdIndex make_id_index(std::vector<std::string> texts);

}  // namespace grapevine
