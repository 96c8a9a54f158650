#pragma once
#include <span>

#include "study/report/report.hpp"
#include "study/report/report_rows.hpp"

namespace grapevine {

/// How many rows a report shows of long lists.
inline constexpr std::size_t kListed = 10;

/// The rows of a table that are of no context or of one shown, by its column `context_id`; a table
/// without one is over all, and stays.
Table of_shown_contexts(const ReportRows& rows, const Table& table);

/// Says so, where a section leaves contexts out.
void say_contexts_shown(const ReportRows& rows, ReportSection& section);

/// What was measured, in which contexts, and with which options.
ReportSection measured_section(const StudyFile& study, const ReportRows& rows);

/// The people whose CRV calls for a second look: most of it one introduction, hardly a customer,
/// value at second hand, many introductions of little value.
void add_referrer_findings(const ReportRows& rows, ReportSection& section);

/// Lists that contradict each other: who buys and who brings in, who is trusted and who matters,
/// which flattering touches are not believed, whether newcomers whom somebody brought are worth
/// more, and what other models would say.
void add_list_findings(const StudyFile& study, const ReportRows& rows, ReportSection& section);

/// Own margin beside CRV: each person who has either, or counts in cells of both axes where these
/// are more than `most_points`; and the segments of each context.
ReportSection segments_section(const ReportRows& rows, std::size_t most_points = 4'000);

/// In each context the first by CRV and the first by the context-free rank, side by side.
ReportSection people_section(const ReportRows& rows);

/// Where the margin goes: credited, nobody's, outside the horizon; what earns nothing and why.
ReportSection ledger_section(const StudyFile& study, const ReportRows& rows);

/// Whether the report asks what a role of weight 0 would change.
bool is_doubted(const StudyFile& study, const std::string& role);

/// What would be credited to whom if touches that weigh nothing counted, a quarter, half or in
/// full. Empty where no such touch is there, or touches are more than `most_touches`: each weight
/// takes the time of attribution and the ledger.
ReportSection trust_section(const StudyFile& study, const ReportRows& rows,
                            std::size_t most_touches = 200'000);

/// The ledger of each person that the report lists: rows sum to the CRV shown.
ReportSection explain_section(const ReportRows& rows, std::span<const std::size_t> listed);

/// What people said they would do beside what they did; empty without the table `funnel`.
ReportSection intent_section(const ReportRows& rows);

/// Who will bring others next: the check of the forecast on the study's own past.
ReportSection forecast_section(const ReportRows& rows);

/// Findings on the tables, rows left out, warnings.
ReportSection quality_section(const LoadReport& report, std::span<const std::string> warnings);

}  // namespace grapevine
