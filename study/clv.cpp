#include "study/clv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <numeric>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/column_sources.hpp"
#include "study/quality_report.hpp"
#include "study/score_network.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownRows = 10;

const Algorithm& chosen_model(const StudyFile& study, const std::string& named) {
  const auto models = clv_models();
  std::string name = named;
  const auto section = study.sections.find(kClvSection);
  if (name.empty() && section != study.sections.end() && !section->second.models.empty())
    name = section->second.models.front();
  if (name.empty()) return *models.front();
  std::vector<std::string> known;
  for (const Algorithm* model : models) {
    if (model->doc.name == name) return *model;
    known.emplace_back(model->doc.name);
  }
  throw Error(ErrorCode::InvalidOption, "--model", "there is no model " + in_quotes(name),
              "known: " + joined(known));
}

/// A day as the study writes days, as the options have it.
std::string plain_day(const std::string& text, TimeUnit unit) {
  const auto time = parse_time(text, unit);
  return time ? time_text(*time).substr(0, 10) : text;
}

OptionMap options_for(const StudyFile& study, const Algorithm& model, const OptionMap& given) {
  OptionMap options = options_of(study, kClvSection, model.options);
  for (const auto& [name, value] : given) options[name] = value;
  if (const auto day = options.find("observe_until"); day != options.end())
    for (std::string& item : day->second.items) item = plain_day(item, study.tables.time_unit);
  return options;
}

/// Who observes until a day later than the last purchase knows that nothing was bought in between.
void extend(Network& network, const StudyFile& study, const OptionMap& options) {
  const auto given = options.find("observe_until");
  if (given == options.end() || given->second.items.empty() || study.tables.end) return;
  if (const auto day = parse_time(given->second.items.front(), TimeUnit::Day))
    network.end = std::max(
        network.end, Time{std::chrono::floor<std::chrono::days>(*day)} + std::chrono::days{1});
}

std::string fact(const ClvRun& run, std::string_view name) {
  const auto found = std::ranges::find(run.facts, name, &Facts::value_type::first);
  if (found == run.facts.end()) return {};
  const auto value = Json::parse(found->second, nullptr, false);
  return value.is_string() ? value.get<std::string>() : found->second;
}

void refuse_nothing_to_fit(const ClvRun& run, const StudyFile& study) {
  if (fact(run, "repeat_buyers") != "0") return;
  const auto spec = study.tables.tables.find("purchases");
  const std::string place = spec == study.tables.tables.end() || spec->second.files.empty()
                                ? "purchases"
                                : spec->second.files.front().shown;
  throw Error(
      ErrorCode::BadInput, place,
      fmt::format("nobody of {} customers observed until {} bought again on a later day, so "
                  "no model can be fitted",
                  fact(run, "customers"), fact(run, "observed_until")),
      "give purchases of a longer time, or a later observe_until");
}

std::vector<std::size_t> first_rows(const Table& table, std::size_t most) {
  std::vector<std::size_t> rows(std::min(most, static_cast<std::size_t>(table.num_rows())));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

std::vector<std::size_t> largest_rows(const Table& table, const char* column) {
  const auto values = table.doubles(column);
  std::vector<std::size_t> rows(values.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const std::size_t shown = std::min(kShownRows, rows.size());
  std::ranges::partial_sort(
      rows, rows.begin() + static_cast<std::ptrdiff_t>(shown), {},
      [&](std::size_t i) { return std::pair(values[i] == values[i] ? -values[i] : 0.0, i); });
  rows.resize(shown);
  return rows;
}

/// Totals of tracking over the periods held out.
struct HeldOut {
  double actual = 0.0, expected = 0.0;
  std::int64_t periods = 0;
};

HeldOut held_out(const ClvRun& run) {
  const Table& tracking = run.table("clv_tracking");
  const auto held = tracking.texts("held_out");
  const auto actual = tracking.doubles("actual"), expected = tracking.doubles("expected");
  HeldOut sums;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held[i] == "yes") {
      ++sums.periods;
      sums.actual += actual[i];
      sums.expected += expected[i];
    }
  return sums;
}

Json rows_json(const Table& table) {
  std::vector<std::vector<std::string>> columns;
  const auto names = table.column_names();
  for (const std::string& name : names) columns.push_back(table.texts(name));
  Json rows = Json::array();
  for (std::size_t i = 0; i < static_cast<std::size_t>(table.num_rows()); ++i) {
    Json row;
    for (std::size_t c = 0; c < names.size(); ++c) {
      const std::string& cell = columns[c][i];
      const auto number = names[c].ends_with("_id") ? std::nullopt : parse_double(cell);
      row[names[c]] = cell.empty() ? Json() : number ? Json(*number) : Json(cell);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

double total_of(const Table& table, const char* column) {
  double sum = 0.0;
  for (const double value : table.doubles(column)) sum += value == value ? value : 0.0;
  return sum;
}

}  // namespace

const Table& ClvRun::table(std::string_view name) const {
  return std::ranges::find(tables, name, &NamedTable::name)->table;
}

std::vector<const Algorithm*> clv_models() {
  std::vector<const Algorithm*> models;
  for (const Algorithm& a : algorithms())
    if (a.doc.section == kClvSection && a.on_network) models.push_back(&a);
  return models;
}

std::vector<OptionInfo> clv_option_infos() { return section_options(kClvSection); }

StudyFile study_of_purchases(const PurchaseFiles& files) {
  StudyFile study;
  study.path = files.purchases;
  study.currency = files.currency;
  study.tables.value_decimals = files.value_decimals;
  const std::pair<const char*, std::string> tables[] = {
      {"purchases", files.purchases}, {"people", files.people}, {"touches", files.touches}};
  for (const auto& [name, file] : tables)
    if (!file.empty()) study.tables.tables[name].files = find_table_files("", file);
  return study;
}

ClvRun run_clv(const StudyFile& study, const std::string& named, const OptionMap& given) {
  const Algorithm& model = chosen_model(study, named);
  for (const auto& [name, value] : given)
    if (std::ranges::find(model.options, name, &OptionInfo::name) == model.options.end())
      refuse_unknown_option(name, value, model.options);
  const OptionMap options = options_for(study, model, given);
  LoadReport report;
  Network network = load_network(study.tables, report);
  extend(network, study, options);
  const Journeys journeys = build_journeys(network, journey_options(study));
  const Graph walk;
  const ScoreColumns none;
  ScoreOutput output = model.on_network({network, walk, journeys, {}, none}, options);
  ClvRun run{.model = std::string(model.doc.name), .unit = study.value_unit()};
  const ColumnSources sources(study);
  for (NamedTable& named_table : output.tables) {
    named_table.table = with_column_info(
        named_table.table, [&](ColumnInfo info) { return sources.completed(std::move(info)); });
    if (named_table.name == kClvSection)
      run.customers = std::move(named_table.table);
    else
      run.tables.push_back(std::move(named_table));
  }
  run.facts = std::move(output.facts);
  run.notes = std::move(report.notes);
  run.warnings = quality_warnings(report);
  std::ranges::move(output.warnings, std::back_inserter(run.warnings));
  refuse_nothing_to_fit(run, study);
  return run;
}

std::string clv_text(const ClvRun& run) {
  const Table& fits = run.table("clv_fits");
  std::string text = fmt::format("{}: {} customers, {} of them bought again; observed until {}\n",
                                 run.model, grouped(fact(run, "customers")),
                                 grouped(fact(run, "repeat_buyers")), fact(run, "observed_until"));
  for (const std::string& note : run.notes) text += note + "\n";
  text += "\nFits\n" + text_table(fits,
                                  {"context_id", "part", "parameter", "estimate", "standard_error",
                                   "log_likelihood", "gradient_norm", "converged"},
                                  first_rows(fits, 4 * kShownRows));
  if (const HeldOut sums = held_out(run); sums.periods > 0) {
    text += fmt::format(
        "\nHeld out: {:.0f} repeat purchases in {} whole periods, expected {:.1f}\n\nPurchases "
        "held out, by how often people had bought\n",
        sums.actual, sums.periods, sums.expected);
    const Table& conditional = run.table("clv_conditional");
    text += text_table(conditional, conditional.column_names(),
                       first_rows(conditional, 3 * kShownRows));
  }
  const auto shown = largest_rows(run.customers, "clv");
  text += fmt::format("\nclv in {}: {:.2f} in all; the {} with most\n", run.unit,
                      total_of(run.customers, "clv"), shown.size());
  return text + text_table(run.customers,
                           {"person_id", "context_id", "frequency", "p_alive", "expected_purchases",
                            "expected_spend", "clv", "clv_low", "clv_high"},
                           shown);
}

std::string clv_json(const ClvRun& run) {
  Json json = {{"model", run.model}, {"unit", run.unit}};
  for (const auto& [name, value] : run.facts) json[name] = Json::parse(value, nullptr, false);
  json["clv"] = total_of(run.customers, "clv");
  json["expected_purchases"] = total_of(run.customers, "expected_purchases");
  json["fits"] = rows_json(run.table("clv_fits"));
  const HeldOut sums = held_out(run);
  json["held_out"] = {
      {"periods", sums.periods}, {"actual", sums.actual}, {"expected", sums.expected}};
  json["conditional"] = rows_json(run.table("clv_conditional"));
  json["notes"] = run.notes;
  json["warnings"] = run.warnings;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace grapevine
