#include <fmt/format.h>

#include <cmath>
#include <map>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/names.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// A context's line of the table `audit`, of the model that scores rest on.
struct AuditRow {
  ContextId context;
  double total, credited, unattributed, outside;
  std::int64_t acquisitions, referred;
};

std::vector<AuditRow> audit_rows(const ReportRows& rows) {
  const Table& audit = rows.run.table("audit");
  const auto context = audit.texts("context_id"), model = audit.texts("model");
  const auto total = audit.doubles("total_margin"), credited = audit.doubles("credited"),
             unattributed = audit.doubles("unattributed"),
             outside = audit.doubles("outside_horizon");
  const auto acquisitions = audit.integers("acquisitions"),
             referred = audit.integers("referred_acquisitions");
  std::vector<AuditRow> lines;
  for (std::size_t i = 0; i < total.size(); ++i)
    if (model[i] == rows.run.attribution_models.front())
      lines.push_back({*rows.network.contexts.find(std::string_view(context[i])), total[i],
                       credited[i], unattributed[i], outside[i], acquisitions[i], referred[i]});
  std::ranges::stable_sort(lines, std::greater(), &AuditRow::total);
  return lines;
}

AuditRow sum_of(std::span<const AuditRow> lines) {
  AuditRow sum{};
  for (const AuditRow& line : lines) {
    sum.total += line.total;
    sum.credited += line.credited;
    sum.unattributed += line.unattributed;
    sum.outside += line.outside;
    sum.acquisitions += line.acquisitions;
    sum.referred += line.referred;
  }
  return sum;
}

ReportTable contexts_table(const ReportRows& rows, std::span<const AuditRow> lines) {
  RowsTable<AuditRow> table(lines);
  table
      .add({.name = "context"},
           [&](const AuditRow& a) { return context_name(rows.network, a.context); })
      .add({.name = "newcomers"}, [](const AuditRow& a) { return a.acquisitions; })
      .add({.name = "with_referrer"}, [](const AuditRow& a) { return a.referred; })
      .add({.name = "total_margin", .unit = "money"}, [](const AuditRow& a) { return a.total; })
      .add({.name = "credited", .unit = "money"}, [](const AuditRow& a) { return a.credited; })
      .add({.name = "unattributed", .unit = "money"},
           [](const AuditRow& a) { return a.unattributed; })
      .add({.name = "outside_horizon", .unit = "money"},
           [](const AuditRow& a) { return a.outside; });
  return {"ledger", "Where the margin of each context goes",
          "Credited, nobody's and outside of the horizon sum to the total, to the last unit.",
          table.finish()};
}

/// Touches that could have counted and earn nothing, by role and reason.
void add_excluded(const ReportRows& rows, ReportSection& section) {
  struct Count {
    std::string role, reason;
    std::int64_t touches;
  };
  const auto& roles = rows.network.touches.roles;
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const ExcludedTouch& touch : rows.run.journeys.excluded)
    ++counts[{touch.implied ? "implied by a tie" : roles[touch.role],
              std::string(kExclusionNames[static_cast<std::size_t>(touch.reason)])}];
  if (counts.empty()) return;
  std::vector<Count> lines;
  for (const auto& [key, touches] : counts) lines.push_back({key.first, key.second, touches});
  std::ranges::stable_sort(lines, std::greater(), &Count::touches);
  RowsTable<Count> table(lines);
  table.add({.name = "role"}, [](const Count& c) { return c.role; })
      .add({.name = "reason"}, [](const Count& c) { return c.reason; })
      .add({.name = "touches"}, [](const Count& c) { return c.touches; });
  section.tables.push_back({"excluded", "Touches that earn nothing, and why",
                            "They could have counted for somebody's entry; the first of these "
                            "reasons that holds.",
                            table.finish()});
}

/// How far attribution models agree, in a study with several.
void add_agreement(const ReportRows& rows, ReportSection& section) {
  const Table* agreement = rows.run.find_table("model_agreement");
  if (!agreement || agreement->num_rows() == 0) return;
  section.tables.push_back(
      {"model_agreement", "Do attribution models agree?",
       "Rank correlation of what two models credit; without a context, over all.",
       of_shown_contexts(rows, *agreement)});
}

}  // namespace

ReportSection ledger_section(const StudyFile& study, const ReportRows& rows) {
  ReportSection section{"ledger", "The ledger: who is credited, and what is nobody's", {}, {}};
  auto lines = audit_rows(rows);
  const AuditRow sum = sum_of(lines);
  if (sum.total != 0.0)
    section.sentences.push_back(fmt::format(
        "Of {} {} of margin, {} ({}) are credited to referrers and {} ({}) are nobody's: no touch "
        "that counts is on record. What is not known is not given away.",
        figure(sum.total), study.value_unit(), figure(sum.credited),
        percent(sum.credited / sum.total), figure(sum.unattributed),
        percent(sum.unattributed / sum.total)));
  section.sentences.push_back(fmt::format(
      "Shared out by the model {}; {} of {} newcomers have a "
      "referrer.",
      rows.run.attribution_models.front(), grouped(sum.referred), grouped(sum.acquisitions)));
  std::erase_if(lines, [&](const AuditRow& line) {
    return std::ranges::find(rows.shown_contexts, line.context) == rows.shown_contexts.end();
  });
  say_contexts_shown(rows, section);
  section.tables.push_back(contexts_table(rows, lines));
  add_excluded(rows, section);
  add_agreement(rows, section);
  return section;
}

}  // namespace grapevine
