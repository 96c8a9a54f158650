#include "study/quality_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/numbers.hpp"
#include "loaders/study_tables/quality/checks.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

struct SeverityWords {
  Severity severity;
  const char *one, *several, *heading;
};

constexpr SeverityWords kSeverities[] = {{Severity::Error, "error", "errors", "Errors"},
                                         {Severity::Warning, "warning", "warnings", "Warnings"},
                                         {Severity::Info, "note", "notes", "Notes"}};

const char* word_of(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "info";
}

double share_of(std::int64_t count, std::int64_t of) {
  return of == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(of);
}

Json finding_json(const Finding& finding) {
  return {{"check", finding.check},
          {"severity", word_of(finding.severity)},
          {"table", finding.table},
          {"what", finding.what},
          {"count", finding.count},
          {"of", finding.of},
          {"share", share_of(finding.count, finding.of)},
          {"examples", finding.examples},
          {"to_do", finding.to_do}};
}

Json id_space_json(const IdSpaceTest& test) {
  return {{"judged", test.judged},
          {"agrees", test.agrees},
          {"alike_by", test.by_item ? "item" : "context"},
          {"ties", test.ties},
          {"ties_are_a_sample", test.sampled},
          {"ties_between_people_who_act", test.acting},
          {"ties_alike", test.alike},
          {"most_alike_when_relabelled", test.relabelled}};
}

/// Cells in columns, those after `left` to the right, each line after two spaces.
std::string aligned(const std::vector<std::vector<std::string>>& lines, std::size_t left) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (const auto& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < line.size(); ++i)
      row += i < left ? fmt::format("  {:<{}}", line[i], widths[i])
                      : fmt::format("  {:>{}}", line[i], widths[i]);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

std::string rows_text(const LoadReport& report) {
  if (report.counts.empty()) return {};
  std::vector<std::vector<std::string>> lines = {{"table", "rows", "used", "left out"}};
  for (const TableCount& count : report.counts)
    lines.push_back(
        {count.table, grouped(count.rows_in), grouped(count.used), grouped(count.rejected)});
  return "\n" + aligned(lines, 1);
}

std::string joins_text(const QualityFindings& quality) {
  if (quality.joins.empty()) return {};
  std::vector<std::vector<std::string>> lines = {{"ids", "number", "found in", "number", "share"}};
  for (const JoinCount& join : quality.joins)
    lines.push_back({join.ids, grouped(join.count), join.in, grouped(join.found),
                     fmt::format("{:.1f} %", 100.0 * share_of(join.found, join.count))});
  return "\n" + aligned(lines, 1);
}

std::string id_space_text(const IdSpaceTest& test) {
  if (test.ties == 0) return {};
  const std::string what =
      fmt::format("{} of {}{} ties join people who purchased {}; at most {} when ids are shuffled",
                  grouped(test.alike), test.sampled ? "a sample of " : "", grouped(test.ties),
                  test.by_item ? "the same item" : "in the same context", grouped(test.relabelled));
  return fmt::format("\n  Ids of ties: {} ({})\n", what,
                     test.agrees   ? "they agree"
                     : test.judged ? "they do not agree"
                                   : "too little to judge by");
}

/// Two lines: what it is, and what to do with the places, under the first word after the table.
std::string paragraph_of(const Finding& finding) {
  std::string text = fmt::format("  {}: {}\n  {:{}}  {}", finding.table, finding.what, "",
                                 finding.table.size(), finding.to_do);
  if (!finding.examples.empty()) text += fmt::format(" ({})", fmt::join(finding.examples, ", "));
  return text + "\n";
}

/// One line, with the first place.
std::string line_of(const Finding& finding) {
  std::string line = fmt::format("{}: {}; {}", finding.table, finding.what, finding.to_do);
  return finding.examples.empty() ? line : fmt::format("{} ({})", line, finding.examples.front());
}

/// Warnings told one by one; errors are told all.
constexpr std::size_t kMostLines = 5;

}  // namespace

std::int64_t count_of(const LoadReport& report, Severity severity) {
  return std::ranges::count(report.quality.findings, severity, &Finding::severity);
}

Json quality_json(const LoadReport& report) {
  Json findings = Json::array(), joins = Json::array(), checks = Json::array();
  for (const Finding& finding : report.quality.findings) findings.push_back(finding_json(finding));
  for (const JoinCount& join : report.quality.joins)
    joins.push_back({{"ids", join.ids},
                     {"in", join.in},
                     {"count", join.count},
                     {"found", join.found},
                     {"share", share_of(join.found, join.count)}});
  for (const QualityCheck& check : quality_checks()) checks.push_back(std::string(check.name));
  return {{"errors", count_of(report, Severity::Error)},
          {"warnings", count_of(report, Severity::Warning)},
          {"notes", count_of(report, Severity::Info)},
          {"findings", findings},
          {"joins", joins},
          {"id_space", id_space_json(report.quality.id_space)},
          {"checks", checks}};
}

std::string quality_headline(const LoadReport& report) {
  std::vector<std::string> parts;
  for (const auto& [severity, one, several, heading] : kSeverities)
    if (const std::int64_t count = count_of(report, severity); count > 0)
      parts.push_back(fmt::format("{} {}", grouped(count), count == 1 ? one : several));
  return "Data quality: " +
         (parts.empty() ? "nothing found" : fmt::format("{}", fmt::join(parts, ", ")));
}

std::string quality_text(const LoadReport& report) {
  std::string text = rows_text(report) + joins_text(report.quality);
  text += id_space_text(report.quality.id_space);
  for (const std::string& note : report.notes) text += "\n  " + note + "\n";
  text += fmt::format("\n{} by {} checks\n", quality_headline(report), quality_checks().size());
  for (const auto& [severity, one, several, heading] : kSeverities) {
    if (count_of(report, severity) == 0) continue;
    text += fmt::format("\n{}\n", heading);
    for (const Finding& finding : report.quality.findings)
      if (finding.severity == severity) text += paragraph_of(finding);
  }
  return text;
}

std::vector<std::string> quality_warnings(const LoadReport& report) {
  std::vector<std::string> lines;
  std::int64_t more = 0;
  for (const Finding& finding : report.quality.findings) {
    if (finding.severity == Severity::Info) continue;
    if (finding.severity == Severity::Error || lines.size() < kMostLines)
      lines.push_back(line_of(finding));
    else
      ++more;
  }
  if (more > 0)
    lines.push_back(fmt::format("tables: {} more of such; grapevine check shows them", more));
  return lines;
}

}  // namespace grapevine
