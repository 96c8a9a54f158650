#include "engine/graph/id_index.hpp"

#include <algorithm>
#include <functional>

#include "engine/base/error.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

template <class Id>
std::vector<Id> sorted_unique(std::vector<Id> ids) {
  // Who has them in order already does not pay for the memory of a sort.
  if (std::ranges::adjacent_find(ids, std::greater_equal<Id>()) != ids.end()) {
    parallel_sort(ids, std::less<Id>());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    ids.shrink_to_fit();  // an id comes many times, and the index lives long
  }
  if (ids.size() >= kNoNode)
    throw Error(ErrorCode::BadInput, "input", "more than 4,294,967,294 different ids",
                "split the graph");
  return ids;
}

template <class Id, class Key>
std::optional<std::uint32_t> place_of(const std::vector<Id>& ids, const Key& id) {
  const auto found = std::lower_bound(ids.begin(), ids.end(), id);
  if (found == ids.end() || *found != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - ids.begin());
}

}  // namespace

IdIndex IdIndex::from_integers(std::vector<std::int64_t> ids) {
  IdIndex index;
  index.ids_ = sorted_unique(std::move(ids));
  return index;
}

IdIndex IdIndex::from_texts(std::vector<std::string> ids) {
  IdIndex index;
  index.ids_ = sorted_unique(std::move(ids));
  return index;
}

std::uint64_t IdIndex::bytes_of(std::uint64_t count, bool text, double mean_text_bytes) {
  if (!text) return count * sizeof(std::int64_t);
  // Short text lives inside its std::string; other text in a block of the heap, rounded up.
  constexpr double kInside = 15.0, kHeader = 8.0, kRounding = 8.0;
  const double beside =
      mean_text_bytes > kInside ? mean_text_bytes + 1.0 + kHeader + kRounding : 0.0;
  return count * sizeof(std::string) +
         static_cast<std::uint64_t>(static_cast<double>(count) * beside);
}

std::size_t IdIndex::size() const {
  return std::visit([](const auto& ids) { return ids.size(); }, ids_);
}

std::optional<std::uint32_t> IdIndex::find(std::int64_t id) const {
  if (is_text()) return place_of(texts(), std::to_string(id));
  return place_of(integers(), id);
}

std::optional<std::uint32_t> IdIndex::find(std::string_view id) const {
  if (is_text()) return place_of(texts(), id);
  const auto integer = canonical_integer(id);
  return integer ? place_of(integers(), *integer) : std::nullopt;
}

std::string IdIndex::name(std::uint32_t place) const {
  return is_text() ? texts()[place] : std::to_string(integers()[place]);
}

std::optional<std::int64_t> canonical_integer(std::string_view text) {
  if (text.empty() || text.find_first_not_of("-0123456789") != text.npos) return std::nullopt;
  const std::string_view digits = text.front() == '-' ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  if (text == "-0") return std::nullopt;
  return parse_integer(text);
}

IdIndex make_id_index(std::vector<std::string> texts) {
  std::vector<std::int64_t> integers;
  integers.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto integer = canonical_integer(text);
    if (!integer) return IdIndex::from_texts(std::move(texts));
    integers.push_back(*integer);
  }
  return IdIndex::from_integers(std::move(integers));
}

}  // namespace grapevine
