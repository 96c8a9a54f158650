#include <fmt/format.h>

#include <cmath>
#include <map>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Newcomers of one person that have a row of their own; the others share one.
constexpr std::size_t kMostNewcomers = 12;

struct Part {
  std::size_t row;       ///< Of whose CRV it is a part.
  std::string newcomer;  ///< Empty: of several together.
  std::int64_t newcomers;
  double share, margin, p_type1, crv;
};

/// The lines of the ledger of each listed row, the largest amounts first.
std::map<std::size_t, std::vector<Part>> parts_of(const ReportRows& rows,
                                                  std::span<const std::size_t> listed) {
  std::map<std::size_t, std::vector<Part>> parts;
  for (const std::size_t row : listed) parts[row];
  for (const LedgerRow& line : rows.ledger) {
    if (line.referrer == kNoNode || std::isnan(line.crv)) continue;
    const auto of = parts.find(rows.network.row(line.context, line.referrer));
    if (of != parts.end())
      of->second.push_back({of->first, rows.network.people->name(line.newcomer), 1, line.share,
                            line.margin, line.p_type1, line.crv});
  }
  for (auto& [row, lines] : parts)
    std::ranges::stable_sort(lines, std::greater(), [](const Part& p) { return std::abs(p.crv); });
  return parts;
}

/// So that the rows of a person still sum to the CRV.
void join_the_rest(std::vector<Part>& lines) {
  if (lines.size() <= kMostNewcomers + 1) return;
  Part rest{lines.front().row,
            "",
            static_cast<std::int64_t>(lines.size() - kMostNewcomers),
            std::nan(""),
            0.0,
            std::nan(""),
            0.0};
  for (std::size_t i = kMostNewcomers; i < lines.size(); ++i) {
    rest.margin += lines[i].margin;
    rest.crv += lines[i].crv;
  }
  lines.resize(kMostNewcomers);
  lines.push_back(rest);
}

}  // namespace

ReportSection explain_section(const ReportRows& rows, std::span<const std::size_t> listed) {
  ReportSection section{"explain", "Why this score?", {}, {}};
  std::vector<Part> lines;
  for (auto& [row, parts] : parts_of(rows, listed)) {
    join_the_rest(parts);
    std::ranges::copy(parts, std::back_inserter(lines));
  }
  if (lines.empty()) return section;
  section.sentences.push_back(
      "A CRV is the sum of its parts: for each newcomer the person's share of what that newcomer "
      "is worth, present value, by the chance that they would not have come otherwise. Choose a "
      "person; grapevine explain has the journeys, every model's share and the flows.");
  RowsTable<Part> table(lines);
  table.add({.name = "person_id"}, [&](const Part& p) { return rows.person_name(p.row); })
      .add({.name = "context"}, [&](const Part& p) { return rows.context_of(p.row); })
      .add({.name = "newcomer"}, [](const Part& p) { return p.newcomer; })
      .add({.name = "newcomers"}, [](const Part& p) { return p.newcomers; })
      .add({.name = "share", .unit = "proportion"}, [](const Part& p) { return p.share; })
      .add({.name = "margin_credited", .unit = "money"}, [](const Part& p) { return p.margin; })
      .add({.name = "p_type1", .unit = "probability"}, [](const Part& p) { return p.p_type1; })
      .add({.name = "crv_amount", .unit = "money"}, [](const Part& p) { return p.crv; });
  section.tables.push_back({"explain", "The parts of each CRV", "", table.finish()});
  return section;
}

}  // namespace grapevine
