#include "study/catalogue.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/registry.hpp"
#include "study/tie_ages.hpp"

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
    list.push_back(
        {{"name", c.name}, {"unit", c.unit}, {"meaning", c.meaning}, {"source", c.source}});
  return list;
}

std::vector<std::string> faces(const Algorithm& a) {
  std::vector<std::string> list;
  if (a.on_graph) list.emplace_back("graph -> node table");
  if (a.on_journeys) list.emplace_back("journeys -> credits");
  if (a.on_paths) list.emplace_back("paths -> players");
  if (a.on_purchases) list.emplace_back("purchases -> customers");
  if (a.on_network)
    list.emplace_back(a.score_columns.empty() ? "network -> tables"
                                              : "network -> (person, context) columns");
  if (a.doc.by_request) list.emplace_back("by request");
  return list;
}

/// Text for a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != text.npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

std::string options_markdown(const std::vector<OptionInfo>& options) {
  if (options.empty()) return "It takes no options.\n";
  std::string text =
      "| option | type | range | unit | default | meaning |\n| --- | --- | --- | --- | --- | --- "
      "|\n";
  for (const OptionInfo& o : options)
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", o.name, o.type,
                        cell(allowed_text(o)), o.unit, cell(o.default_value), cell(o.help));
  return text;
}

std::string columns_markdown(const char* title, const std::vector<ColumnInfo>& columns) {
  if (columns.empty()) return "";
  std::string text = fmt::format("\n| {} | unit | meaning |\n| --- | --- | --- |\n", title);
  for (const ColumnInfo& c : columns)
    text += fmt::format("| `{}` | {} | {} |\n", c.name, cell(c.unit), cell(c.meaning));
  return text;
}

std::string split_gain_line(const Algorithm& a, const char* before, const char* after) {
  if (a.doc.split_gain.empty()) return "";
  return fmt::format("{}Splitting an identity: {}.{}", before, a.doc.split_gain, after);
}

}  // namespace

std::string catalogue_json() {
  Json list = Json::array();
  for (const Algorithm& a : algorithms()) {
    list.push_back({{"name", a.doc.name},
                    {"summary", a.doc.summary},
                    {"section", a.doc.section},
                    {"kinds", faces(a)},
                    {"options", options_json(a.options)},
                    {"node_columns", columns_json(a.node_columns)},
                    {"score_columns", columns_json(a.score_columns)},
                    {"player_columns", columns_json(a.player_columns)},
                    {"complexity", a.doc.complexity},
                    {"reference", a.doc.reference}});
    if (!a.doc.split_gain.empty()) list.back()["split_gain"] = a.doc.split_gain;
    if (a.on_journeys) list.back()["journey_options"] = options_json(describe<JourneyOptions>());
  }
  return list.dump(2) + "\n";
}

std::string catalogue_markdown() {
  std::string text =
      "# Algorithms\n\nMade from the registry by `make docs`; a test fails when it is out of date. "
      "`money` "
      "stands for the study's currency, or its unit of value.\n";
  for (const Algorithm& a : algorithms()) {
    text += fmt::format("\n## {}\n{}\n\n{}. Study section `[{}]`. {}. Source: {}.\n\n", a.doc.name,
                        a.doc.summary, joined(faces(a)), a.doc.section, a.doc.complexity,
                        a.doc.reference);
    text += split_gain_line(a, "", "\n\n") + options_markdown(a.options);
    text += columns_markdown("column of a node table", a.node_columns);
    text += columns_markdown("column of the score table", a.score_columns);
    text += columns_markdown("column of a table of players", a.player_columns);
  }
  text +=
      "\n## Journeys\nWhich touches count for which acquisition, whatever the attribution model. "
      "Study "
      "section `[attribution]`.\n\n" +
      options_markdown(describe<JourneyOptions>());
  text += "\n## Ties that age\nWhat a tie weighs in the walks of a study. Study section `[" +
          std::string(kWalkSection) + "]`.\n\n" + options_markdown(describe<TieAgeOptions>());
  return text;
}

std::string options_text(const std::vector<OptionInfo>& options) {
  std::string text;
  for (const OptionInfo& o : options) {
    const std::string range = allowed_text(o);
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
    text +=
        fmt::format("{}\n  {}\n  {}; study section [{}]\n  {}\n  {}\n", a.doc.name, a.doc.summary,
                    joined(faces(a)), a.doc.section, a.doc.complexity, a.doc.reference);
    text += split_gain_line(a, "  ", "\n") + options_text(a.options) + "\n";
  }
  return text;
}

}  // namespace grapevine
