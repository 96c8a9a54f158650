#include "study/report/report_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "engine/base/error.hpp"
#include "engine/table/column_kind.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

/// Whole numbers stay whole; others keep seven digits, which no picture shows more of.
Json number_json(double value) {
  if (std::isnan(value)) return nullptr;
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr);
}

Json values_json(const Table& table, const std::string& column, bool numeric) {
  Json values = Json::array();
  if (numeric)
    for (const double value : table.doubles(column)) values.push_back(number_json(value));
  else
    table.for_each_text(column, [&](const std::string& text) {
      values.push_back(text.empty() ? Json(nullptr) : Json(on_one_line(text)));
    });
  return values;
}

Json table_json(const ReportTable& shown) {
  Json columns = Json::array();
  for (const std::string& name : shown.table.column_names()) {
    const ColumnInfo info = shown.table.info(name);
    const bool numeric = is_numeric(shown.table, name);
    columns.push_back({{"name", name},
                       {"unit", info.unit},
                       {"meaning", info.meaning},
                       {"numeric", numeric},
                       {"values", values_json(shown.table, name, numeric)}});
  }
  return {{"name", shown.name}, {"title", shown.title}, {"note", shown.note}, {"columns", columns}};
}

Json network_json(const ReportNetwork& network) {
  Json from = Json::array(), to = Json::array(), kind = Json::array(), sign = Json::array(),
       day = Json::array(), context = Json::array();
  for (const ReportEdge& edge : network.edges) {
    from.push_back(edge.from);
    to.push_back(edge.to);
    kind.push_back(edge.kind);
    sign.push_back(edge.sign);
    day.push_back(edge.day == ReportEdge::kNoDay ? Json(nullptr) : Json(edge.day));
    context.push_back(edge.context == ReportEdge::kNoContext ? Json(nullptr) : Json(edge.context));
  }
  Json people = Json::array();
  for (const std::string& id : network.people) people.push_back(on_one_line(id));
  return {{"people", people},
          {"kinds", network.kinds},
          {"contexts", network.contexts},
          {"from", from},
          {"to", to},
          {"kind", kind},
          {"sign", sign},
          {"day", day},
          {"context", context},
          {"left_out", network.left_out}};
}

}  // namespace

Json report_json(const Report& report) {
  Json sections = Json::array();
  for (const ReportSection& section : report.sections) {
    Json tables = Json::array();
    for (const ReportTable& table : section.tables) tables.push_back(table_json(table));
    sections.push_back({{"id", section.id},
                        {"title", section.title},
                        {"sentences", section.sentences},
                        {"tables", tables}});
  }
  return {{"title", report.title},
          {"unit", report.unit},
          {"sections", sections},
          {"network", network_json(report.network)}};
}

}  // namespace grapevine
