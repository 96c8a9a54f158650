#include "study/check_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "loaders/study_tables/network_loader.hpp"
#include "study/manifest.hpp"
#include "study/quality_report.hpp"
#include "study/summary.hpp"

namespace grapevine {
namespace {

/// Whether a run with that limit would end in an error.
bool would_refuse(const LoadReport& report, const std::optional<std::int64_t>& max_rejects) {
  if (max_rejects) return static_cast<std::int64_t>(report.rejected.size()) > *max_rejects;
  return std::ranges::any_of(report.rejected, &RejectedRow::unreadable);
}

/// Rows left out that a run would end at are errors.
void raise_severity(LoadReport& report, bool unreadable_only) {
  for (Finding& finding : report.quality.findings) {
    const bool unreadable = finding.check == "unreadable_cells" || finding.check == "currency_text";
    const bool left_out =
        unreadable || finding.check == "missing_values" || finding.check == "unknown_purchases";
    if (unreadable || (left_out && !unreadable_only)) finding.severity = Severity::Error;
  }
  sort_by_severity(report.quality.findings);
}

}  // namespace

StudyCheck check_study(const StudyFile& study) {
  StudyTables tables = study.tables;
  tables.max_rejects = std::numeric_limits<std::int64_t>::max();
  StudyCheck check;
  check.network = load_network(tables, check.report);
  check.report.max_rejects = study.tables.max_rejects;
  check.refused = would_refuse(check.report, study.tables.max_rejects);
  if (check.refused) raise_severity(check.report, !study.tables.max_rejects);
  return check;
}

std::string check_text(const StudyFile& study, const StudyCheck& check) {
  return tables_headline(study, check.network) + quality_text(check.report);
}

std::string check_json(const StudyFile& study, const StudyCheck& check) {
  nlohmann::ordered_json tables = nlohmann::ordered_json::array();
  for (const TableCount& count : check.report.counts)
    tables.push_back({{"table", count.table},
                      {"rows_in", count.rows_in},
                      {"used", count.used},
                      {"rejected", count.rejected}});
  const nlohmann::ordered_json json = {{"study", study.name},
                                       {"tables", tables},
                                       {"rejected", rejected_json(check.report)},
                                       {"run_would_refuse", check.refused},
                                       {"notes", check.report.notes},
                                       {"data_quality", quality_json(check.report)}};
  return json.dump(2) + "\n";
}

}  // namespace grapevine
