#include "loaders/study_tables/quality/repeats.hpp"

#include <algorithm>
#include <compare>
#include <cstring>
#include <numeric>
#include <tuple>
#include <unordered_set>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr const char* kTables[] = {"people", "contexts", "ties",     "touches",      "purchases",
                                   "events", "surveys",  "mentions", "contributions"};

/// 128 bits of a row's cells: among 10^9 rows two different ones share them with a chance of
/// 10^-20.
struct RowHash {
  std::uint64_t a = 0x9E3779B97F4A7C15, b = 0xBF58476D1CE4E5B9;

  void add_word(std::uint64_t word) {
    a = fold(a ^ word, 0xA0761D6478BD642F);
    b = fold(b + word, 0xE7037ED1A0B428DB) ^ a;
  }
  void add_cell(std::string_view cell) {
    for (std::size_t i = 0; i < cell.size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, cell.data() + i, std::min<std::size_t>(8, cell.size() - i));
      add_word(word);
    }
    add_word(cell.size() + 1);
  }
  auto operator<=>(const RowHash&) const = default;

 private:
  static std::uint64_t fold(std::uint64_t x, std::uint64_t y) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{x} * y;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
};

std::vector<RowHash> row_hashes(const Table& table) {
  std::vector<RowHash> hashes(static_cast<std::size_t>(table.num_rows()));
  for (const std::string& column : table.column_names()) {
    auto hash = hashes.begin();
    table.for_each_text(column, [&](const std::string& cell) { (hash++)->add_cell(cell); });
  }
  return hashes;
}

/// Rows that are used and equal an earlier used one, in the order of the file.
std::vector<std::int64_t> duplicates_of(const Rows& rows) {
  const auto hashes = row_hashes(rows.table());
  std::vector<std::int64_t> order;
  for_each_used_row(rows, [&](std::int64_t row) { order.push_back(row); });
  const auto hash = [&](std::int64_t row) { return hashes[static_cast<std::size_t>(row)]; };
  parallel_sort(order, [&](std::int64_t x, std::int64_t y) {
    return std::tuple(hash(x), x) < std::tuple(hash(y), y);
  });
  std::vector<std::int64_t> repeated;
  for (std::size_t i = 1; i < order.size(); ++i)
    if (hash(order[i]) == hash(order[i - 1])) repeated.push_back(order[i]);
  std::ranges::sort(repeated);
  return repeated;
}

/// What repeated rows of a table do to results.
FindingText duplicates_text(std::string_view table, const Rows& rows) {
  const char* to_do = "remove them if they are one";
  if (table == "ties")
    return {"duplicate_rows", Severity::Warning, "equal to an earlier one; each adds its weight",
            to_do};
  if (table != "purchases")
    return {"duplicate_rows", Severity::Info, "equal to an earlier one; they are kept", to_do};
  // The same id twice cannot be two purchases; the same cells without an id can.
  return {"duplicate_rows", rows.any("purchase_id") ? Severity::Warning : Severity::Info,
          "equal to an earlier one; each adds its value", to_do};
}

/// Two ends, a context and a type of ties.
using TieKind = std::tuple<NodeId, NodeId, ContextId, std::uint16_t>;

/// Kinds of tie of which there are both signs, in ascending order.
std::vector<TieKind> contradictory_kinds(const Graph& ties) {
  const GraphColumns& columns = ties.columns();
  std::vector<TieKind> both;
  std::vector<std::pair<TieKind, std::int8_t>> row;
  for (NodeId u = 0; u < ties.num_nodes(); ++u) {
    row.clear();
    EdgeId e = ties.first_out_edge(u);
    for (const NodeId v : ties.out_neighbors(u)) {
      const std::uint16_t type = columns.type.empty() ? std::uint16_t{0} : columns.type[e];
      row.emplace_back(TieKind(u, v, ties.context(e), type), columns.sign[e]);
      ++e;
    }
    std::ranges::sort(row);
    for (std::size_t i = 1; i < row.size(); ++i)
      if (row[i].first == row[i - 1].first && row[i].second != row[i - 1].second)
        both.push_back(row[i].first);
  }
  return both;
}

}  // namespace

void check_duplicate_rows(const LoadedStudy& study, QualityFindings& found) {
  for (const char* table : kTables) {
    const Rows& rows = study.rows(table);
    if (!rows.given()) continue;
    FoundRows repeated(rows);
    for (const std::int64_t row : duplicates_of(rows)) repeated.add(row);
    repeated.report(duplicates_text(table, rows), found);
  }
}

void check_repeated_purchases(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("purchases");
  if (!rows.any("purchase_id")) return;
  std::vector<bool> seen(study.network.purchase_ids.size());
  FoundRows repeated(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const std::string& id = rows.text(row, "purchase_id");
    if (id.empty()) return;
    const std::uint32_t place = *study.network.purchase_ids.find(std::string_view(id));
    if (seen[place]) repeated.add(row, "purchase_id");
    seen[place] = true;
  });
  repeated.report({"repeated_purchase_id", Severity::Warning,
                   "with a purchase_id that another has; touches that name it count for its first",
                   "give each purchase an id of its own"},
                  found);
}

void check_repeated_people(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("people");
  std::unordered_set<std::string_view> seen;
  FoundRows repeated(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    if (!seen.insert(rows.text(row, "person_id")).second) repeated.add(row, "person_id");
  });
  repeated.report({"repeated_person", Severity::Info, "about a person who has a row already",
                   "keep one row for each"},
                  found);
}

void check_signs(const LoadedStudy& study, QualityFindings& found) {
  const Graph& ties = study.network.ties;
  if (ties.columns().sign.empty()) return;
  const auto kinds = contradictory_kinds(ties);
  if (kinds.empty()) return;
  const Rows& rows = study.rows("ties");
  const auto type_of = [&](std::int64_t row) {
    const auto& names = ties.type_names();
    const auto at = std::ranges::lower_bound(names, rows.text(row, "type"));
    return ties.columns().type.empty() ? std::uint16_t{0}
                                       : static_cast<std::uint16_t>(at - names.begin());
  };
  FoundRows signs(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const TieKind kind(study.ids.person(rows, row, "src"), study.ids.person(rows, row, "dst"),
                       study.ids.context(rows, row), type_of(row));
    if (std::ranges::binary_search(kinds, kind)) signs.add(row, "sign");
  });
  signs.report({"contradictory_signs", Severity::Warning,
                "say +1 and -1 of the same two people, context and type; each counts",
                "keep the one that holds"},
               found);
}

}  // namespace grapevine
