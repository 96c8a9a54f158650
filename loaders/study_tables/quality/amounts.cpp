#include "loaders/study_tables/quality/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

void check_values(const LoadedStudy& study, QualityFindings& found) {
  const auto& purchases = study.network.purchases.rows;
  if (purchases.empty()) return;
  const auto of = static_cast<std::int64_t>(purchases.size());
  const std::int64_t below =
      std::ranges::count_if(purchases, [](const Purchase& p) { return p.margin < 0; });
  const std::int64_t above =
      std::ranges::count_if(purchases, [](const Purchase& p) { return p.margin > 0; });
  if (below > 0)
    found.findings.push_back(
        finding_of({"mixed_signs", below > above ? Severity::Warning : Severity::Info,
                    "of negative value; they count as refunds and acquire nobody",
                    below > above ? "is the sign right? more are negative than positive"
                                  : "no need to, if they are refunds"},
                   "purchases", below, of));
  if (below == 0 && above == 0)
    found.findings.push_back(
        finding_of({"no_value", Severity::Warning, "are worth 0, so every score in money is 0",
                    "name the value column in the study"},
                   "purchases", of, of));
}

void check_costs(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("purchases");
  if (!rows.any("cost")) return;
  FoundRows negative(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const auto cost = rows.number_if_any(row, "cost");
    if (cost && *cost < 0.0) negative.add(row, "cost");
  });
  negative.report(
      {"negative_costs", Severity::Warning,
       "with a cost below 0; amount - cost adds it to the value", "write costs without a minus"},
      found);
}

void check_stances(const LoadedStudy& study, QualityFindings& found) {
  if (!study.rows("events").given()) return;
  const auto& kinds = study.network.event_kinds;
  std::vector<std::string> unused;
  for (const auto& [kind, stance] : study.study.event_stance)
    if (std::ranges::find(kinds, kind) == kinds.end()) unused.push_back(in_quotes(kind));
  if (unused.empty()) return;
  found.findings.push_back(finding_of(
      {"unused_stance", Severity::Warning,
       fmt::format("that the study gives a stance have no row: {}", fmt::join(unused, ", ")),
       "correct stance in the study"},
      "events", static_cast<std::int64_t>(unused.size()),
      static_cast<std::int64_t>(study.study.event_stance.size()), "kinds"));
}

}  // namespace grapevine
