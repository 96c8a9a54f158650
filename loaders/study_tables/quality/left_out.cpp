#include "loaders/study_tables/quality/left_out.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "engine/base/error.hpp"
#include "loaders/study_tables/quality/currency_text.hpp"

namespace grapevine {
namespace {

/// Rows left out of one table for one reason.
struct Group {
  std::int64_t count = 0;
  std::vector<std::string> examples;

  void add(const RejectedRow& row) {
    ++count;
    if (examples.size() < 3)
      examples.push_back(
          fmt::format("{}:{} {} = {}", row.file, row.line, row.column, in_quotes(row.value)));
  }
};

std::int64_t rows_in(const LoadReport& report, std::string_view table) {
  for (const TableCount& count : report.counts)
    if (count.table == table) return count.rows_in;
  return 0;
}

/// What a group is told by: table, column, reason, and whether its cells look like money.
using Key = std::tuple<std::string, std::string, std::string, bool>;

std::map<Key, Group> groups_of(const LoadReport& report, bool unreadable) {
  std::map<Key, Group> groups;
  for (const RejectedRow& row : report.rejected) {
    if (row.unreadable != unreadable || row.reason == kNamesNoPurchase || row.reason == kCensored)
      continue;
    const bool money = row.reason == "not a number" && looks_like_money(row.value);
    groups[{row.table, row.column, row.reason, money}].add(row);
  }
  return groups;
}

void report_group(const Key& key, Group group, const char* check, const char* to_do,
                  const LoadedStudy& study, QualityFindings& found) {
  const auto& [table, column, reason, money] = key;
  const std::string what = fmt::format("left out: {}, {}", column, reason);
  Finding finding = finding_of({check, Severity::Warning, what, to_do}, table, group.count,
                               rows_in(study.report, table));
  finding.examples = std::move(group.examples);
  found.findings.push_back(std::move(finding));
}

}  // namespace

void check_unreadable(const LoadedStudy& study, QualityFindings& found) {
  for (auto& [key, group] : groups_of(study.report, true)) {
    const bool money = std::get<3>(key);
    report_group(key, std::move(group), money ? "currency_text" : "unreadable_cells",
                 money ? "write amounts like 1234.50, without currency and grouping"
                       : "correct the cells, or leave them empty where the value is not known",
                 study, found);
  }
}

void check_missing(const LoadedStudy& study, QualityFindings& found) {
  for (auto& [key, group] : groups_of(study.report, false))
    report_group(key, std::move(group), "missing_values",
                 "fill the cells in, or do without the rows", study, found);
}

}  // namespace grapevine
