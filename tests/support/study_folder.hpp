#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <utility>

#include "loaders/study_tables/network_loader.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

using MappedColumns = std::map<std::string, std::string, std::less<>>;

/// A study whose tables are written as CSV, each shown as NAME.csv.
class StudyFolder {
 public:
  StudyFolder(std::initializer_list<std::pair<std::string, std::string>> tables) {
    for (const auto& [name, csv] : tables) add(name, csv);
  }

  StudyFolder& add(const std::string& name, const std::string& csv, MappedColumns columns = {}) {
    study.tables[name] = {.files = {{folder_.write(name + ".csv", csv), name + ".csv"}},
                          .columns = std::move(columns),
                          .format = {},
                          .in_memory = {}};
    return *this;
  }

  Network load() {
    report = {};
    return load_network(study, report);
  }

  std::string error() {
    return error_of([&] { load(); });
  }

  StudyTables study;
  LoadReport report;

 private:
  TempFolder folder_;
};

/// "table file:line column=value reason" of every row that was left out, each on a line.
inline std::string rejected_text(const LoadReport& report) {
  std::string text;
  for (const RejectedRow& row : report.rejected)
    text += row.table + " " + row.file + ":" + std::to_string(row.line) + " " + row.column + "=" +
            row.value + " " + row.reason + "\n";
  return text;
}

}  // namespace grapevine::testing
