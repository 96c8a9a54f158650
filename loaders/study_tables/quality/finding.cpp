#include "loaders/study_tables/quality/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/base/numbers.hpp"
#include "loaders/study_tables/rows.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kMostExamples = 3;

std::string percent(std::int64_t count, std::int64_t of) {
  const double share = 100.0 * static_cast<double>(count) / static_cast<double>(of);
  if (share < 0.05) return "under 0.1 %";
  return share > 99.95 ? "over 99.9 %" : fmt::format("{:.1f} %", share);
}

}  // namespace

std::string counted_of(std::int64_t count, std::int64_t of, std::string_view things) {
  if (count == of) return fmt::format("all {} {}", grouped(of), things);
  if (count == 0) return fmt::format("none of {} {}", grouped(of), things);
  return fmt::format("{} of {} {} ({})", grouped(count), grouped(of), things, percent(count, of));
}

Finding finding_of(const FindingText& text, std::string_view table, std::int64_t count,
                   std::int64_t of, std::string_view things) {
  return {.check = std::string(text.check),
          .severity = text.severity,
          .table = std::string(table),
          .what = counted_of(count, of, things) + " " + std::string(text.what),
          .count = count,
          .of = of,
          .examples = {},
          .to_do = std::string(text.to_do)};
}

void FoundRows::add(std::int64_t row, std::string_view column) {
  ++count_;
  if (examples_.size() < kMostExamples) examples_.push_back(rows_.where(row, column));
}

void FoundRows::report(const FindingText& text, QualityFindings& found, std::int64_t of) const {
  if (count_ == 0) return;
  Finding finding = finding_of(text, rows_.name(), count_, of < 0 ? rows_.used() : of);
  finding.examples = examples_;
  found.findings.push_back(std::move(finding));
}

void sort_by_severity(std::vector<Finding>& findings) {
  std::vector<Finding> sorted;
  for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info})
    std::ranges::copy_if(findings, std::back_inserter(sorted),
                         [&](const Finding& finding) { return finding.severity == severity; });
  findings = std::move(sorted);
}

}  // namespace grapevine
