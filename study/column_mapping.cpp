#include "study/column_mapping.hpp"

#include <algorithm>
#include <set>

#include "engine/base/error.hpp"
#include "engine/registry/field.hpp"
#include "study/table_entry.hpp"

namespace grapevine {
namespace {

bool has_column(const std::string& table, const std::string& ours) {
  const auto& columns = table_columns().at(table);
  return std::ranges::find(columns, ours) != columns.end();
}

[[noreturn]] void refuse(const ColumnMapping& mapping, const std::string& what,
                         const std::vector<std::string>& known) {
  throw Error(ErrorCode::InvalidOption, "--map " + mapping_text(mapping), what,
              "known: " + joined(known));
}

std::vector<std::string> names_of(const StudyTables& study) {
  std::vector<std::string> names;
  for (const auto& [name, spec] : study.tables) names.push_back(name);
  return names;
}

std::vector<std::string> columns_of(const StudyTables& study) {
  std::set<std::string> columns;
  for (const auto& [name, spec] : study.tables)
    columns.insert(table_columns().at(name).begin(), table_columns().at(name).end());
  return {columns.begin(), columns.end()};
}

}  // namespace

void map_columns(StudyFile& study, std::vector<ColumnMapping> map) {
  for (const ColumnMapping& mapping : map) {
    const auto& [table, ours, theirs] = mapping;
    if (!table.empty()) {
      const auto spec = study.tables.tables.find(table);
      if (spec == study.tables.tables.end())
        refuse(mapping, "the study has no table " + in_quotes(table), names_of(study.tables));
      if (!has_column(table, ours))
        refuse(mapping, "there is no column " + in_quotes(ours) + " in " + table,
               table_columns().at(table));
      spec->second.columns[ours] = theirs;
      continue;
    }
    bool known = false;
    for (auto& [name, spec] : study.tables.tables)
      if (has_column(name, ours)) {
        spec.columns_where_absent[ours] = theirs;
        known = true;
      }
    if (!known)
      refuse(mapping, "no table of the study has a column that we call " + in_quotes(ours),
             columns_of(study.tables));
  }
  study.tables.map = std::move(map);
}

}  // namespace grapevine
