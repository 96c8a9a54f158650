#include "study/catalogue.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "algorithms/registry.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json options_json(const std::vector<OptionInfo>& options) {
  Json list = Json::array();
  for (const OptionInfo& o : options) {
    Json option = {{"name", o.name},
                   {"type", o.type},
                   {"help", o.help},
                   {"unit", o.unit},
                   {"default", o.default_value},
                   {"min", number_or_null(o.min)},
                   {"max", number_or_null(o.max)}};
    if (!o.choices.empty()) option["choices"] = o.choices;
    list.push_back(option);
  }
  return list;
}

Json columns_json(const std::vector<ColumnInfo>& columns) {
  Json list = Json::array();
  for (const ColumnInfo& c : columns)
    list.push_back({{"name", c.name}, {"unit", c.unit}, {"meaning", c.meaning}, {"source", c.source}});
  return list;
}

std::vector<std::string> faces(const Algorithm& a) {
  std::vector<std::string> list;
  if (a.on_graph) list.emplace_back("graph -> node table");
  if (a.on_journeys) list.emplace_back("journeys -> credits");
  if (a.on_purchases) list.emplace_back("purchases -> customers");
  if (a.on_network) list.emplace_back("network -> (person, context) columns");
  return list;
}

}  // namespace

std::string catalogue_json() {
  Json list = Json::array();
  for (const Algorithm& a : algorithms())
    list.push_back({{"name", a.doc.name},
                    {"summary", a.doc.summary},
                    {"section", a.doc.section},
                    {"kinds", faces(a)},
                    {"options", options_json(a.options)},
                    {"node_columns", columns_json(a.node_columns)},
                    {"score_columns", columns_json(a.score_columns)},
                    {"complexity", a.doc.complexity},
                    {"reference", a.doc.reference}});
  return list.dump(2) + "\n";
}

std::string options_text(const std::vector<OptionInfo>& options) {
  std::string text;
  for (const OptionInfo& o : options) {
    const std::string range =
        o.choices.empty() ? range_text(o.min, o.max) : joined(o.choices);
    text += fmt::format("  --{} ({}{}{}{})\n      {}", o.name, o.type,
                        o.unit.empty() ? "" : ", " + o.unit, range.empty() ? "" : ", " + range,
                        o.default_value.empty() ? "" : ", default " + o.default_value, o.help);
    text += "\n";
  }
  return text;
}

std::string catalogue_text() {
  std::string text;
  for (const Algorithm& a : algorithms()) {
    text += fmt::format("{}\n  {}\n  {}; study section [{}]\n  {}\n  {}\n", a.doc.name, a.doc.summary,
                        joined(faces(a)), a.doc.section, a.doc.complexity, a.doc.reference);
    text += options_text(a.options) + "\n";
  }
  return text;
}

}  // namespace grapevine
