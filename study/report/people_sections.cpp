#include <fmt/format.h>

#include <cmath>
#include <map>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/names.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// A person who has neither value is no point of the picture.
bool has_value(const ReportRows& rows, std::size_t row) {
  return rows.purchases[row] > 0.0 || (!std::isnan(rows.crv[row]) && rows.crv[row] != 0.0) ||
         rows.segment[row] == "detractor";
}

/// The segment, where who never bought is told from who did.
std::string group_of(const ReportRows& rows, std::size_t row) {
  if (rows.segment[row] == "detractor") return "detractor";
  if (!(rows.purchases[row] > 0.0)) return "influencer without purchases";
  return rows.segment[row].empty() ? "no segment" : rows.segment[row];
}

/// The column of the axis beside CRV.
ColumnInfo customer_value_info(const ReportRows& rows, const char* name) {
  return {.name = name, .unit = "money", .meaning = rows.has_clv ? "CLV" : "own margin"};
}

ReportTable points_table(const ReportRows& rows, std::span<const std::size_t> points) {
  RowsTable<std::size_t> table(points);
  table.add({.name = "person_id"}, [&](std::size_t row) { return rows.person_name(row); })
      .add({.name = "context"}, [&](std::size_t row) { return rows.context_of(row); })
      .add(customer_value_info(rows, "customer_value"),
           [&](std::size_t row) { return rows.customer_value[row]; })
      .add({.name = "crv", .unit = "money"}, [&](std::size_t row) { return rows.crv[row]; })
      .add({.name = "segment"}, [&](std::size_t row) { return group_of(rows, row); });
  return {"points", "Customer value beside CRV, person by person", "", table.finish()};
}

/// Cells of equal width on a scale that is linear up to 1 and logarithmic beyond, four a decade.
double cell_edge(double value) {
  constexpr double kPerDecade = 4.0;
  const double size = std::abs(value);
  if (size < 1.0) return 0.0;
  const double edge = std::pow(10.0, std::floor(std::log10(size) * kPerDecade) / kPerDecade);
  return value < 0.0 ? -edge : edge;
}

struct Cell {
  double customer_value, crv;
  std::string group;
  std::int64_t people;
};

ReportTable cells_table(const ReportRows& rows, std::span<const std::size_t> points) {
  std::map<std::tuple<double, double, std::string>, std::int64_t> counts;
  for (const std::size_t row : points)
    ++counts[{cell_edge(rows.customer_value[row]), cell_edge(rows.crv[row]), group_of(rows, row)}];
  std::vector<Cell> cells;
  for (const auto& [key, people] : counts)
    cells.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), people});
  RowsTable<Cell> table(cells);
  table
      .add(customer_value_info(rows, "customer_value_from"),
           [](const Cell& c) { return c.customer_value; })
      .add({.name = "crv_from", .unit = "money"}, [](const Cell& c) { return c.crv; })
      .add({.name = "segment"}, [](const Cell& c) { return c.group; })
      .add({.name = "people"}, [](const Cell& c) { return c.people; });
  return {"cells", "Customer value beside CRV, people counted in cells",
          "Each cell reaches from the value named to the next, away from 0.", table.finish()};
}

struct SegmentCount {
  std::string context, group;
  std::int64_t people = 0;
  double margin = 0.0, crv = 0.0;
};

ReportTable segments_table(const ReportRows& rows, std::span<const std::size_t> points) {
  std::vector<SegmentCount> counts;
  for (const ContextId context : rows.shown_contexts) {
    std::map<std::string, SegmentCount> of_context;
    for (const std::size_t row : points) {
      if (rows.context(row) != context) continue;
      SegmentCount& count = of_context[group_of(rows, row)];
      ++count.people;
      count.margin += std::isnan(rows.margin[row]) ? 0.0 : rows.margin[row];
      count.crv += std::isnan(rows.crv[row]) ? 0.0 : rows.crv[row];
    }
    for (auto& [group, count] : of_context) {
      count.context = context_name(rows.network, context);
      count.group = group;
      counts.push_back(count);
    }
  }
  RowsTable<SegmentCount> table(counts);
  table.add({.name = "context"}, [](const SegmentCount& c) { return c.context; })
      .add({.name = "segment"}, [](const SegmentCount& c) { return c.group; })
      .add({.name = "people"}, [](const SegmentCount& c) { return c.people; })
      .add({.name = "own_margin", .unit = "money"}, [](const SegmentCount& c) { return c.margin; })
      .add({.name = "crv", .unit = "money"}, [](const SegmentCount& c) { return c.crv; });
  return {"segments", "Segments of each context", "", table.finish()};
}

struct RankedRow {
  std::size_t row;
  const char* list;
  std::int64_t rank;  ///< By CRV in the context.
};

/// Ranks by CRV in a context, 1 first; equal values share the better one.
std::map<std::size_t, std::int64_t> ranks_in(const ReportRows& rows, ContextId context) {
  std::vector<std::size_t> order;
  for (NodeId p = 0; p < rows.network.num_people(); ++p)
    if (!std::isnan(rows.crv[rows.network.row(context, p)]))
      order.push_back(rows.network.row(context, p));
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t row) { return rows.crv[row]; });
  std::map<std::size_t, std::int64_t> ranks;
  for (std::size_t i = 0; i < order.size(); ++i)
    ranks[order[i]] = i > 0 && rows.crv[order[i]] == rows.crv[order[i - 1]]
                          ? ranks[order[i - 1]]
                          : static_cast<std::int64_t>(i) + 1;
  return ranks;
}

void add_context(const ReportRows& rows, ContextId context, std::vector<RankedRow>& listed) {
  const auto ranks = ranks_in(rows, context);
  const auto in_context = [&](std::size_t row) {
    return rows.context(row) == context && ranks.contains(row);
  };
  const auto by_crv = top_rows(
      rows, kListed, [&](std::size_t row) { return in_context(row) && rows.crv[row] > 0.0; },
      [&](std::size_t row) { return rows.crv[row]; });
  const auto by_rank = top_rows(
      rows, kListed,
      [&](std::size_t row) { return in_context(row) && !std::isnan(rows.general_rank[row]); },
      [&](std::size_t row) { return -rows.general_rank[row]; });
  for (const std::size_t row : by_crv) listed.push_back({row, "first by CRV", ranks.at(row)});
  for (const std::size_t row : by_rank) listed.push_back({row, "first in general", ranks.at(row)});
}

std::string moved(const ReportRows& rows, const RankedRow& r) {
  const double general = rows.general_rank[r.row];
  if (std::isnan(general) || static_cast<double>(r.rank) == general) return "stays";
  return static_cast<double>(r.rank) < general ? "rises" : "falls";
}

}  // namespace

ReportSection segments_section(const ReportRows& rows, std::size_t most_points) {
  ReportSection section{"segments", "Customers and advocates: customer value beside CRV", {}, {}};
  std::vector<std::size_t> points;
  for (std::size_t row = 0; row < rows.crv.size(); ++row)
    if (has_value(rows, row)) points.push_back(row);
  section.sentences.push_back(fmt::format(
      "{} pairs of person and context have a purchase, a CRV or a bad word; the two "
      "values are separate axes and are never added, as each referred margin would "
      "count twice. Customer value is {}.",
      grouped(static_cast<std::int64_t>(points.size())),
      rows.has_clv ? "the CLV that the study forecasts, own margin where it cannot"
                   : "the margin of a person's own purchases: the study forecasts no CLV"));
  section.sentences.push_back(
      "Champions are above the median of their context on both axes, affluents only as customers, "
      "advocates only by CRV, misers on neither; detractors speak against it.");
  if (points.size() > most_points)
    section.sentences.push_back(fmt::format("More than {} points: people are counted in cells.",
                                            grouped(static_cast<std::int64_t>(most_points))));
  section.tables.push_back(points.size() > most_points ? cells_table(rows, points)
                                                       : points_table(rows, points));
  section.tables.push_back(segments_table(rows, points));
  say_contexts_shown(rows, section);
  return section;
}

ReportSection people_section(const ReportRows& rows) {
  ReportSection section{"people", "Who matters in which context", {}, {}};
  std::vector<RankedRow> listed;
  for (const ContextId context : rows.shown_contexts) add_context(rows, context, listed);
  section.sentences.push_back(
      "The first people of each context by CRV, and those whom a context-free score puts first: "
      "who rises once the context is known, and who falls.");
  say_contexts_shown(rows, section);
  RowsTable<RankedRow> table(listed);
  table.add({.name = "context"}, [&](const RankedRow& r) { return rows.context_of(r.row); })
      .add({.name = "list"}, [](const RankedRow& r) { return std::string(r.list); })
      .add({.name = "person_id"}, [&](const RankedRow& r) { return rows.person_name(r.row); })
      .add({.name = "rank_in_context"}, [](const RankedRow& r) { return r.rank; })
      .add({.name = "general_rank"}, [&](const RankedRow& r) { return rows.general_rank[r.row]; })
      .add({.name = "moves"}, [&](const RankedRow& r) { return moved(rows, r); })
      .add({.name = "crv", .unit = "money"}, [&](const RankedRow& r) { return rows.crv[r.row]; })
      .add({.name = "own_margin", .unit = "money"},
           [&](const RankedRow& r) { return rows.margin[r.row]; })
      .add({.name = "newcomers"}, [&](const RankedRow& r) { return rows.referrals[r.row]; })
      .add({.name = "segment"}, [&](const RankedRow& r) { return rows.segment[r.row]; });
  section.tables.push_back({"people", "First by CRV, and first in general", "", table.finish()});
  return section;
}

}  // namespace grapevine
