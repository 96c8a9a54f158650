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

/// Texts of which `text(i)` is number i, each taken once more.
template <class Text>
PackedTexts packed(std::size_t count, const Text& text) {
  std::vector<std::uint64_t> ends(count + 1);
  for (std::size_t i = 0; i < count; ++i) ends[i + 1] = ends[i] + text(i).size();
  std::vector<char> bytes(ends.back());
  for_each_index(count, [&](std::size_t i) {
    const std::string_view from = text(i);
    std::ranges::copy(from, bytes.begin() + static_cast<std::ptrdiff_t>(ends[i]));
  });
  return {std::move(ends), std::move(bytes)};
}

template <class Ids, class Key>
std::optional<std::uint32_t> number_of(const Ids& ids, const SharedArray<std::uint32_t>& ascending,
                                       const Key& id) {
  std::size_t begin = 0, end = ids.size();
  const auto number = [&](std::size_t place) {
    return ascending.empty() ? static_cast<std::uint32_t>(place) : ascending[place];
  };
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (ids[number(middle)] < id)
      begin = middle + 1;
    else
      end = middle;
  }
  if (begin == ids.size() || ids[number(begin)] != id) return std::nullopt;
  return number(begin);
}

}  // namespace

IdIndex IdIndex::from_integers(std::vector<std::int64_t> ids) {
  return {SharedArray<std::int64_t>(sorted_unique(std::move(ids))), {}};
}

IdIndex IdIndex::from_texts(std::vector<std::string> ids) {
  ids = sorted_unique(std::move(ids));
  return {packed(ids.size(), [&](std::size_t i) { return std::string_view(ids[i]); }), {}};
}

IdIndex IdIndex::renumbered(const SharedArray<std::uint32_t>& order) const {
  std::vector<std::uint32_t> new_number(order.size()), in_order(order.size());
  for_each_index(order.size(),
                 [&](std::size_t i) { new_number[order[i]] = static_cast<std::uint32_t>(i); });
  for_each_index(order.size(), [&](std::size_t place) {
    in_order[place] = new_number[ascending_.empty() ? place : ascending_[place]];
  });
  if (is_text())
    return {packed(order.size(), [&](std::size_t i) { return texts()[order[i]]; }),
            std::move(in_order)};
  std::vector<std::int64_t> ids(order.size());
  for_each_index(order.size(), [&](std::size_t i) { ids[i] = integers()[order[i]]; });
  return {SharedArray<std::int64_t>(std::move(ids)), std::move(in_order)};
}

std::uint64_t IdIndex::bytes_of(std::uint64_t count, bool text, double mean_text_bytes) {
  if (!text) return count * sizeof(std::int64_t);
  return count * sizeof(std::uint64_t) +
         static_cast<std::uint64_t>(static_cast<double>(count) * mean_text_bytes);
}

std::size_t IdIndex::size() const {
  return std::visit([](const auto& ids) { return ids.size(); }, ids_);
}

std::optional<std::uint32_t> IdIndex::find(std::int64_t id) const {
  if (is_text()) return number_of(texts(), ascending_, std::string_view(std::to_string(id)));
  return number_of(integers(), ascending_, id);
}

std::optional<std::uint32_t> IdIndex::find(std::string_view id) const {
  if (is_text()) return number_of(texts(), ascending_, id);
  const auto integer = canonical_integer(id);
  return integer ? number_of(integers(), ascending_, *integer) : std::nullopt;
}

std::string IdIndex::name(std::uint32_t number) const {
  return is_text() ? std::string(texts()[number]) : std::to_string(integers()[number]);
}

std::optional<std::int64_t> canonical_integer(std::string_view text) {
  constexpr std::size_t kSurelyFits = 18;
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || (digits.front() == '0' && text != "0")) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits.substr(0, kSurelyFits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  if (digits.size() > kSurelyFits)
    return digits.back() < '0' || digits.back() > '9' ? std::nullopt : parse_integer(text);
  return negative ? -value : value;
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
