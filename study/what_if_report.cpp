#include "study/what_if_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/numbers.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

std::string count(std::int64_t n) { return grouped(n); }

std::string erased_text(const WhatIf& w) {
  std::string text;
  for (const ErasedCount& e : w.erased)
    text += fmt::format("{}{} of {} {}", text.empty() ? "" : ", ", count(e.erased), count(e.of),
                        e.table);
  return "As if never read: " + text + "\n";
}

std::string totals_text(const WhatIf& w) {
  std::vector<std::string> names;
  std::vector<double> before, after, change;
  for (const WhatIfTotal& total : w.totals) {
    names.push_back(total.name);
    before.push_back(total.before);
    after.push_back(total.after);
    change.push_back(total.change());
  }
  TableBuilder builder;
  builder.add({.name = "total"}, std::span<const std::string>(names));
  builder.add({.name = "before"}, before);
  builder.add({.name = "after"}, after);
  builder.add({.name = "change"}, change);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < names.size(); ++i) rows.push_back(i);
  return text_table(builder.finish(), {"total", "before", "after", "change"}, rows);
}

std::vector<std::size_t> top_rows(const WhatIf& w, std::size_t top) {
  auto rows = w.largest_first;
  rows.resize(std::min(rows.size(), top));
  return rows;
}

/// The first score in full, of the others those changes that any of the rows has.
std::vector<std::string> shown_columns(const WhatIf& w, const std::vector<std::size_t>& rows) {
  std::vector<std::string> columns = {"person_id", "context_id"};
  for (const char* ending : {"_before", "_after", "_change"})
    columns.push_back(w.columns.front() + ending);
  for (std::size_t i = 1; i < w.columns.size(); ++i) {
    const std::string name = w.columns[i] + "_change";
    const auto values = w.changes.doubles(name);
    if (std::ranges::any_of(
            rows, [&](std::size_t row) { return values[row] != 0.0 && !std::isnan(values[row]); }))
      columns.push_back(name);
  }
  return columns;
}

std::string walks_text(const WalksFollowed& walks) {
  return fmt::format(
      "Walks without the rows: {} contexts by what the change reaches ({} ties looked at), {} by "
      "passes over all; scores are off by at most {:.2g} in all\n",
      walks.followed, count(static_cast<std::int64_t>(walks.tie_visits)), walks.walked,
      walks.error);
}

std::string loss_text(const WhatIf& w) {
  std::string text = fmt::format(
      "These are the scores of tables without the rows; credit moves to whoever else was met. Had "
      "these referrals not happened, the firm would expect to lose {} {}: share x p_type1 x margin "
      "of {} credits ({})",
      grouped(fmt::format("{:.2f}", w.expected_loss)), w.unit, count(w.lost_credits), w.model);
  if (w.own_margin != 0.0)
    text += fmt::format(", beside {} that the removed bought themselves",
                        grouped(fmt::format("{:.2f}", w.own_margin)));
  return text + ".\n";
}

}  // namespace

std::string what_if_text(const WhatIf& w, std::size_t top) {
  const auto rows = top_rows(w, top);
  std::string text = erased_text(w) + "\nValue in " + w.unit + "\n" + totals_text(w);
  text +=
      fmt::format("\n{} of {} rows change{}\n", count(static_cast<std::int64_t>(w.changed)),
                  count(static_cast<std::int64_t>(w.rows)),
                  rows.size() < w.changed ? fmt::format("; the {} most changed", rows.size()) : "");
  if (w.changed > 0 && !rows.empty()) text += text_table(w.changes, shown_columns(w, rows), rows);
  for (const std::string& warning : w.warnings) text += "\nWithout the rows: " + warning + "\n";
  if (w.walks) text += "\n" + walks_text(*w.walks);
  return text + "\n" + loss_text(w);
}

std::string what_if_json(const WhatIf& w, std::size_t top) {
  using Json = nlohmann::ordered_json;
  Json json = {{"unit", w.unit}, {"model", w.model}, {"erased", Json::array()}};
  for (const ErasedCount& e : w.erased)
    json["erased"].push_back({{"table", e.table}, {"rows", e.erased}, {"of", e.of}});
  for (const WhatIfTotal& total : w.totals)
    json["totals"][total.name] = {
        {"before", total.before}, {"after", total.after}, {"change", total.change()}};
  json["warnings"] = w.warnings;
  json["expected_margin_lost"] = w.expected_loss;
  json["credits_lost"] = w.lost_credits;
  json["own_margin"] = w.own_margin;
  if (w.walks)
    json["walks"] = {{"followed", w.walks->followed},
                     {"walked", w.walks->walked},
                     {"tie_visits", w.walks->tie_visits},
                     {"error", w.walks->error}};
  json["rows"] = w.rows;
  json["rows_changed"] = w.changed;
  json["largest_changes"] = Json::array();
  const auto people = w.changes.texts("person_id"), contexts = w.changes.texts("context_id"),
             gone = w.changes.texts("gone");
  for (const std::size_t row : top_rows(w, top))
    json["largest_changes"].push_back(
        {{"person_id", people[row]}, {"context_id", contexts[row]}, {"gone", gone[row] == "true"}});
  for (const std::string& column : w.columns)
    for (const char* ending : {"_before", "_after", "_change"}) {
      const auto values = w.changes.doubles(column + ending);
      std::size_t i = 0;
      for (const std::size_t row : top_rows(w, top))
        json["largest_changes"][i++][column + ending] = values[row];
    }
  return json.dump(2) + "\n";
}

}  // namespace grapevine
