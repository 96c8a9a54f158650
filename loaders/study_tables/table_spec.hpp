#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/network/network.hpp"
#include "loaders/columnar/column_map.hpp"
#include "loaders/columnar/table_files.hpp"
#include "loaders/columnar/table_format.hpp"

namespace grapevine {

/// One table of a study: its files, how their cells are written, and which of their columns holds
/// which of ours. Columns that are not named here go by their own names.
struct TableSpec {
  std::vector<TableFile> files;  ///< Rows stand in their order.
  std::map<std::string, std::string, std::less<>> columns = {};
  TableFormat format = {};
  std::optional<Table> in_memory = {};  ///< Stands in place of the files.
  /// The same as `columns`, and going before it, where the files have no column under our name but
  /// have the other one.
  std::map<std::string, std::string, std::less<>> columns_where_absent = {};
};

/// Rows to be read as if they were not there.
struct Erasure {
  std::vector<std::string> people;  ///< Ids.
  std::vector<std::string> roles;
  std::vector<std::pair<std::string, std::string>> touches;  ///< Column and value.

  bool empty() const { return people.empty() && roles.empty() && touches.empty(); }
};

/// The tables of a study by their names in the design (people, contexts, ties, touches, purchases,
/// events, surveys, mentions, contributions), and how to read them. Absent tables are empty.
struct StudyTables {
  std::map<std::string, TableSpec, std::less<>> tables;
  TimeUnit time_unit = TimeUnit::Day;
  Influence influence = Influence::SourceToTarget;
  std::string
      purchase_value;  ///< Column that is the margin of a purchase; empty: by the usual rule.
  std::map<std::string, double, std::less<>> event_stance;  ///< Sign of each kind of event.
  int value_decimals = 2;
  std::vector<ColumnMapping> map;  ///< What was said beside the study; the tables have it.
  std::optional<Time> start;       ///< The first day the study observed; absent: not told.
  std::optional<Time> end;  ///< The last day the study observed; absent: of its last purchase.
  std::optional<std::int64_t> max_rejects;  ///< As in LoadReport.
  Erasure erasure;
};

}  // namespace grapevine
