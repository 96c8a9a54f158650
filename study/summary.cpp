#include "study/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "study/funnel_text.hpp"
#include "study/quality_report.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

std::string counted(std::size_t n, const char* what) {
  return grouped(std::to_string(n)) + " " + what;
}

/// "12,843" for 1284300 minor units with two decimals, "12,843.50" for 1284350.
std::string amount_text(Money amount, int decimals) {
  std::string text = money_text(amount, decimals);
  const std::size_t point = text.find('.');
  if (point != std::string::npos && text.find_first_not_of('0', point + 1) == std::string::npos)
    text.erase(point);
  return grouped(std::move(text));
}

Money audit_amount(const StudyRun& run, std::string_view name) {
  for (const AuditLine& line : run.audit)
    if (line.name == name) return line.amount;
  return 0;
}

std::string what_was_read(const StudyFile& study, const StudyRun& run) {
  std::string text = tables_headline(study, run.network);
  if (!run.report.rejected.empty())
    text += fmt::format("{} left out: see the table rejected\n",
                        counted(run.report.rejected.size(), "rows"));
  for (const std::string& note : run.report.notes) text += note + "\n";
  const bool only_notes =
      count_of(run.report, Severity::Error) == 0 && count_of(run.report, Severity::Warning) == 0;
  if (!only_notes)
    text += fmt::format("{}: grapevine check {} tells more\n", quality_headline(run.report),
                        path_text(study.path));
  return text;
}

std::string what_was_attributed(const StudyFile& study, const StudyRun& run) {
  const Journeys& journeys = run.journeys;
  const auto referred = static_cast<std::size_t>(std::ranges::count_if(
      journeys.acquisitions, [](const Acquisition& a) { return a.num_touches > 0; }));
  const Money total = audit_amount(run, "total_margin");
  const Money unattributed = audit_amount(run, "unattributed");
  std::string text =
      fmt::format("{}, {} with a referrer", counted(journeys.acquisitions.size(), "acquisitions"),
                  counted(referred, "of them"));
  if (total != 0)
    text += fmt::format("; {:.1f} % of {} {} is nobody's ({})",
                        100.0 * static_cast<double>(unattributed) / static_cast<double>(total),
                        amount_text(total, study.tables.value_decimals), study.value_unit(),
                        run.attribution_models.front());
  text += "\n";
  if (journeys.implied_acquisitions > 0)
    text += fmt::format("{} rest on touches that ties imply: nobody recorded them\n",
                        counted(journeys.implied_acquisitions, "acquisitions"));
  if (!journeys.cycle_edges.empty())
    text += fmt::format("{} lie in cycles and earn nothing: see the table cycles\n",
                        counted(journeys.cycle_edges.size(), "referrals"));
  return text;
}

/// The context that the study asks for, else the one with the largest sum of `score`.
ContextId shown_context(const StudyFile& study, const Network& network,
                        const std::vector<double>& score) {
  if (study.show.context) {
    const auto context = network.contexts.find(std::string_view(*study.show.context));
    if (context) return *context;
    throw Error(ErrorCode::InvalidOption, study.path.string() + ": [output] show.context",
                "unknown context " + in_quotes(*study.show.context),
                "give one that the tables have");
  }
  ContextId best = 0;
  double most = -1.0;
  for (ContextId c = 0; c < network.num_contexts(); ++c) {
    const auto first = score.begin() + static_cast<std::ptrdiff_t>(network.row(c, 0));
    const double sum = std::accumulate(first, first + network.num_people(), 0.0);
    if (sum > most) best = c, most = sum;
  }
  return best;
}

/// Rows of one context: `score` descending, then `beside` ascending, then id; no value comes last.
std::vector<std::size_t> best_rows(const Network& network, ContextId context,
                                   const std::vector<double>& score,
                                   const std::vector<double>& beside) {
  std::vector<std::size_t> rows(network.num_people());
  std::iota(rows.begin(), rows.end(), network.row(context, 0));
  std::ranges::sort(rows, {}, [&](std::size_t row) {
    return std::tuple(std::isnan(score[row]) ? HUGE_VAL : -score[row],
                      std::isnan(beside[row]) ? HUGE_VAL : beside[row], row);
  });
  return rows;
}

std::string top_people(const StudyFile& study, const StudyRun& run) {
  const Table& scores = run.table("scores");
  const Network& network = run.network;
  std::vector<std::string> columns = {"person_id", study.show.by, study.show.beside};
  for (const std::string& column : study.show.also)
    if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
  for (const std::string& column : columns)
    if (!scores.has(column))
      throw Error(ErrorCode::InvalidOption, study.path.string() + ": [output] show",
                  "scores have no column " + in_quotes(column),
                  "known: " + joined(scores.column_names()));
  const auto score = scores.doubles(study.show.by);
  const ContextId context = shown_context(study, network, score);
  auto rows = best_rows(network, context, score, scores.doubles(study.show.beside));
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(study.show.top)));
  const std::string id = network.contexts.name(context), label = network.context_labels[context];
  return fmt::format("\nThe {} people with the highest {} in context {}, value in {}\n{}",
                     rows.size(), study.show.by, label == id ? id : id + " (" + label + ")",
                     study.value_unit(), text_table(scores, columns, rows));
}

}  // namespace

std::string tables_headline(const StudyFile& study, const Network& n) {
  return fmt::format(
      "{}: {}, {}, {}, {}, {}\n", study.name.empty() ? study.path.filename().string() : study.name,
      counted(n.num_people(), "people"), counted(n.num_contexts(), "contexts"),
      counted(n.ties.num_edges(), "ties"), counted(n.purchases.rows.size(), "purchases"),
      counted(n.touches.rows.size(), "touches"));
}

std::string summary_of(const StudyFile& study, const StudyRun& run) {
  std::string text = what_was_read(study, run) + what_was_attributed(study, run);
  if (study.show.top > 0 && run.network.num_rows() > 0) text += top_people(study, run);
  return text + funnel_text(run);
}

}  // namespace grapevine
