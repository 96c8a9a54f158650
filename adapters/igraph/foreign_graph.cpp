#include "adapters/igraph/foreign_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <set>
#include <type_traits>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/utf8.hpp"

namespace grapevine {
namespace {

/// The text of an entry; of whole numbers without decimals. Empty: not given.
std::string entry_text(const ForeignColumn& column, std::size_t i) {
  if (!column.texts.empty()) return column.texts[i];
  const double number = column.numbers[i];
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::isnan(number)) return {};
  if (number == std::trunc(number) && std::abs(number) < kExact)
    return std::to_string(static_cast<std::int64_t>(number));
  return to_text(number);
}

/// igraph leaves what parts labels in a DL file on them.
std::string without_blanks_around(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

/// The texts of a column when they can name the nodes, else nothing.
std::optional<std::vector<std::string>> node_names(const ForeignColumn& column,
                                                   std::uint64_t nodes) {
  if (!column.present()) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < nodes; ++i) {
    names.push_back(without_blanks_around(entry_text(column, i)));
    if (names.back().empty() || !is_utf8(names.back())) return std::nullopt;
  }
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) return std::nullopt;
  return names;
}

std::vector<std::string> names_of(const ForeignGraph& foreign) {
  for (const ForeignColumn* column : {&foreign.name, &foreign.label, &foreign.id})
    if (auto names = node_names(*column, foreign.num_nodes)) return std::move(*names);
  std::vector<std::string> names;
  for (std::uint64_t v = 1; v <= foreign.num_nodes; ++v) names.push_back(std::to_string(v));
  return names;
}

/// Turns the columns of ties into ours.
class Columns {
 public:
  Columns(const ForeignGraph& foreign, const std::vector<std::string>& names, std::string shown)
      : foreign_(foreign), names_(names), shown_(std::move(shown)) {}

  void fill(EdgeList& edges) const {
    const std::size_t ties = foreign_.ends.size() / 2;
    for (std::size_t i = 0; i < ties; ++i) {
      if (foreign_.weight.present()) add_weight(i, edges.columns);
      if (foreign_.sign.present()) add_sign(i, edges.columns);
      if (foreign_.time.present()) add_time(i, edges.columns);
    }
    if (foreign_.type.present()) add_types(edges);
  }

 private:
  [[noreturn]] void refuse(std::size_t i, const std::string& what, const char* to_do) const {
    throw Error(ErrorCode::BadInput,
                fmt::format("{}: tie {}, from {} to {}", shown_, i + 1,
                            in_quotes(names_[foreign_.ends[2 * i]]),
                            in_quotes(names_[foreign_.ends[2 * i + 1]])),
                what, to_do);
  }

  void add_weight(std::size_t i, EdgeColumns& columns) const {
    constexpr double kMost = 1e300;  // so that a graph takes it
    const std::string text = entry_text(foreign_.weight, i);
    const auto weight = text.empty() ? std::optional(1.0) : parse_double(text);
    if (!weight || !std::isfinite(*weight))
      refuse(i, "weight " + in_quotes(text) + " is no finite number", "correct it");
    if (std::abs(*weight) > kMost)
      refuse(i, "weight " + in_quotes(text) + " is beyond 1e300", "scale all of them");
    if (*weight < 0.0 && foreign_.sign.present())
      refuse(i, "weight " + in_quotes(text) + " is negative, and there is a sign beside it",
             "give one >= 0");
    columns.weight.push_back(std::abs(*weight));
    if (*weight >= 0.0 && columns.sign.empty()) return;
    columns.sign.resize(columns.weight.size(), 1);
    columns.sign.back() = *weight < 0.0 ? -1 : 1;
  }

  void add_sign(std::size_t i, EdgeColumns& columns) const {
    const std::string text = entry_text(foreign_.sign, i);
    const auto sign = text.empty() ? std::optional<std::int64_t>(1) : parse_integer(text);
    if (sign != 1 && sign != -1)
      refuse(i, "sign " + in_quotes(text) + " is neither 1 nor -1", "correct it");
    columns.sign.push_back(static_cast<std::int8_t>(*sign));
  }

  void add_time(std::size_t i, EdgeColumns& columns) const {
    const std::string text = entry_text(foreign_.time, i);
    const auto time = text.empty() ? std::optional(kUndated) : parse_time(text, TimeUnit::Second);
    if (!time)
      refuse(i, "time " + in_quotes(text) + " is neither a date nor seconds since 1970",
             "write it as 2021-03-05 or 2021-03-05T10:20:30Z");
    columns.time.push_back(*time);
  }

  void add_types(EdgeList& edges) const {
    const std::size_t ties = foreign_.ends.size() / 2;
    std::set<std::string> different;
    for (std::size_t i = 0; i < ties; ++i) different.insert(entry_text(foreign_.type, i));
    if (different.size() > std::numeric_limits<std::uint16_t>::max())
      throw Error(ErrorCode::BadInput, shown_,
                  fmt::format("{} different types of tie", different.size()), "use at most 65,535");
    edges.type_names.assign(different.begin(), different.end());
    for (std::size_t i = 0; i < ties; ++i)
      edges.columns.type.push_back(static_cast<std::uint16_t>(
          std::ranges::lower_bound(edges.type_names, entry_text(foreign_.type, i)) -
          edges.type_names.begin()));
  }

  const ForeignGraph& foreign_;
  const std::vector<std::string>& names_;
  std::string shown_;
};

/// Writes or reads, by what it is, all fields of a graph in one order.
template <class Archive, class Foreign>
void visit_fields(Archive& archive, Foreign& foreign) {
  archive(foreign.num_nodes, foreign.directed, foreign.ends);
  for (auto* column : {&foreign.name, &foreign.label, &foreign.id, &foreign.weight, &foreign.sign,
                       &foreign.time, &foreign.type})
    archive(column->numbers, column->texts);
}

class Writer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  template <class T>
    requires std::is_arithmetic_v<T>
  void put(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(std::uint64_t{values.size()});
    for (const T& value : values) put(value);
  }
  void put(const std::string& text) {
    put(std::uint64_t{text.size()});
    bytes_ += text;
  }

  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  bool whole() const { return fits_ && bytes_.empty(); }

 private:
  /// Whether there are this many more bytes; false from then on if not.
  bool fits(std::uint64_t count) { return fits_ = fits_ && count <= bytes_.size(); }

  template <class T>
    requires std::is_arithmetic_v<T>
  void get(T& value) {
    if (!fits(sizeof value)) return;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
  }
  template <class T>
  void get(std::vector<T>& values) {
    std::uint64_t count = 0;
    get(count);
    if (!fits(count)) return;  // an entry has a byte at least
    values.resize(count);
    for (T& value : values) get(value);
  }
  void get(std::string& text) {
    std::uint64_t count = 0;
    get(count);
    if (!fits(count)) return;
    text = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
  }

  std::string_view bytes_;
  bool fits_ = true;
};

bool fits(const ForeignColumn& column, std::uint64_t rows) {
  return (column.numbers.empty() || (column.numbers.size() == rows && column.texts.empty())) &&
         (column.texts.empty() || column.texts.size() == rows);
}

bool is_sound(const ForeignGraph& g) {
  const std::uint64_t ties = g.ends.size() / 2;
  return g.num_nodes < kNoNode && g.ends.size() % 2 == 0 &&
         std::ranges::all_of(
             g.ends, [&](std::uint64_t v) { return v < g.num_nodes; }) &&
         fits(g.name, g.num_nodes) && fits(g.label, g.num_nodes) && fits(g.id, g.num_nodes) &&
         fits(g.weight, ties) && fits(g.sign, ties) && fits(g.time, ties) && fits(g.type, ties);
}

}  // namespace

Graph graph_of_foreign(const ForeignGraph& foreign, const std::string& shown,
                       const GraphOptions& options) {
  const std::vector<std::string> names = names_of(foreign);
  auto ids = std::make_shared<const IdIndex>(make_id_index(names));
  std::vector<NodeId> place(names.size());
  for (std::size_t v = 0; v < names.size(); ++v) place[v] = *ids->find(std::string_view(names[v]));
  EdgeList edges;
  for (std::size_t i = 0; i < foreign.ends.size(); i += 2) {
    edges.source.push_back(place[foreign.ends[i]]);
    edges.target.push_back(place[foreign.ends[i + 1]]);
  }
  Columns(foreign, names, shown).fill(edges);
  GraphOptions as_declared = options;
  as_declared.directed = options.directed && foreign.directed;
  return Graph::build(static_cast<NodeId>(foreign.num_nodes), std::move(edges), as_declared)
      .with_ids(std::move(ids));
}

std::string to_bytes(const ForeignGraph& foreign) {
  Writer writer;
  visit_fields(writer, foreign);
  return writer.take();
}

std::optional<ForeignGraph> from_bytes(std::string_view bytes) {
  ForeignGraph foreign;
  Reader reader(bytes);
  visit_fields(reader, foreign);
  if (!reader.whole() || !is_sound(foreign)) return std::nullopt;
  return foreign;
}

}  // namespace grapevine
