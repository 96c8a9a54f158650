#include "study/study_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "study/backtest_plan.hpp"
#include "study/study_document.hpp"
#include "study/table_entry.hpp"
#include "study/tie_ages.hpp"

namespace grapevine {
namespace {

class StudyReader {
 public:
  StudyReader(const std::filesystem::path& path, const TomlReader& toml,
              std::map<std::string, Table> in_memory)
      : toml_(toml), in_memory_(std::move(in_memory)) {
    study_.path = path;
  }

  StudyFile read() {
    for (const auto& [key, node] : toml_.root()) {
      const std::string name(key.str());
      const toml::table& table = toml_.table(node, "[" + name + "]");
      if (name == "study")
        read_study(table);
      else if (name == "tables")
        read_tables(table);
      else if (name == "output")
        read_output(table);
      else if (name == "provenance")
        read_provenance(table);
      else if (name == "report")
        read_report(table);
      else if (is_algorithm_section(name))
        read_section(name, table);
      else
        refuse_section(name, node);
    }
    add_tables_in_memory();
    if (study_.tables.tables.empty())
      throw Error(ErrorCode::BadInput, toml_.place(toml_.root()), "the study names no tables",
                  "add [tables] with ties = { file = \"ties.csv\", influence = \"src_to_dst\" }");
    return std::move(study_);
  }

 private:
  [[noreturn]] void refuse_section(const std::string& name, const toml::node& node) const {
    std::vector<std::string> known = {"study", "tables", "output", "report", "provenance"};
    for (const Algorithm& a : algorithms())
      if (std::ranges::find(known, a.doc.section) == known.end()) known.emplace_back(a.doc.section);
    toml_.refuse(node, "there is no section " + in_quotes(name), "known: " + joined(known));
  }

  void read_study(const toml::table& table) {
    toml_.check_keys(table, "[study]",
                     {"name", "time_unit", "currency", "start", "end", "max_rejects"});
    study_.name = toml_.text(table, "name", "");
    study_.currency = toml_.text(table, "currency", "");
    study_.tables.time_unit = read_time_unit(toml_, table).value_or(TimeUnit::Day);
    study_.tables.start = time_of(table, "start");
    study_.tables.end = time_of(table, "end");
    if (study_.tables.start && study_.tables.end && *study_.tables.end < *study_.tables.start)
      toml_.refuse(*table.get("end"), "end lies before start", "exchange them");
    if (const toml::node* rejects = table.get("max_rejects")) read_max_rejects(*rejects);
  }

  std::optional<Time> time_of(const toml::table& table, const char* key) const {
    const toml::node* node = table.get(key);
    if (!node) return std::nullopt;
    const std::string given = toml_.scalar_text(*node, key);
    const auto time = parse_time(given, study_.tables.time_unit);
    if (!time)
      toml_.refuse(*node, std::string(key) + " must be a time, not " + in_quotes(given),
                   "write \"2021-03-05\"");
    return time;
  }

  void read_max_rejects(const toml::node& node) {
    const auto most = node.value_exact<std::int64_t>();
    if (!most || *most < 0)
      toml_.refuse(node, "max_rejects is no whole number from 0", "write max_rejects = 100");
    study_.tables.max_rejects = *most;
  }

  void read_tables(const toml::table& tables) {
    toml_.check_keys(tables, "[tables]", known_tables());
    for (const auto& [key, node] : tables) {
      const std::string name(key.str());
      read_table(name, toml_.table(node, name), node);
    }
  }

  /// Those that [tables] does not name, as if it named them and said no more.
  void add_tables_in_memory() {
    const toml::table nothing;
    for (const auto& [name, table] : in_memory_) {
      if (!is_input_table(name))
        throw Error(ErrorCode::InvalidOption, shown_in_memory(name), "a study has no such table",
                    "known: " + joined(known_tables()));
      if (!study_.tables.tables.contains(name)) read_table(name, nothing, toml_.root());
    }
  }

  static std::string shown_in_memory(const std::string& name) { return "tables['" + name + "']"; }

  static std::vector<std::string> known_tables() {
    std::vector<std::string> known;
    for (const auto& [name, columns] : table_columns()) known.push_back(name);
    return known;
  }

  void read_table(const std::string& name, const toml::table& table, const toml::node& node) {
    std::vector<std::string> more;
    if (name == "ties") more.emplace_back("influence");
    if (name == "purchases") more.emplace_back("value");
    if (name == "events") more.emplace_back("stance");
    TableSpec spec = read_table_entry(toml_, name, table, more);
    const auto held = in_memory_.find(name);
    if (held != in_memory_.end())
      spec.in_memory = held->second;
    else
      spec.files = read_table_files(toml_, table, study_.path.parent_path());
    if (!spec.in_memory && spec.files.empty())
      toml_.refuse(node, name + " names no file", "add file = \"" + name + ".csv\"");
    study_.tables.tables.emplace(name, std::move(spec));
    if (name == "ties") read_influence(table, node);
    if (name == "purchases") study_.tables.purchase_value = toml_.text(table, "value", "");
    if (const toml::node* stance = name == "events" ? table.get("stance") : nullptr)
      for (const auto& [kind, value] : toml_.table(*stance, "stance"))
        study_.tables.event_stance[std::string(kind.str())] = stance_of(value, kind.str());
  }

  double stance_of(const toml::node& node, std::string_view kind) const {
    const double stance = toml_.number(node, "the stance of " + std::string(kind));
    if (!(stance >= -1.0 && stance <= 1.0))
      toml_.refuse(node, fmt::format("the stance of {} is {}", kind, stance), "allowed: [-1, 1]");
    return stance;
  }

  void read_influence(const toml::table& table, const toml::node& node) {
    const std::string influence = toml_.text(table, "influence", "");
    if (influence == "src_to_dst")
      study_.tables.influence = Influence::SourceToTarget;
    else if (influence == "dst_to_src")
      study_.tables.influence = Influence::TargetToSource;
    else if (influence == "both")
      study_.tables.influence = Influence::Both;
    else
      toml_.refuse(node,
                   influence.empty() ? "ties do not say which way influence runs"
                                     : "unknown influence " + in_quotes(influence),
                   "add influence = \"src_to_dst\", \"dst_to_src\" or \"both\"");
  }

  void read_output(const toml::table& table) {
    toml_.check_keys(table, "[output]", {"format", "show", "report"});
    if (const toml::node* report = table.get("report")) {
      if (!report->is_boolean())
        toml_.refuse(*report, "report is neither true nor false", "write report = false");
      study_.report = *report->value<bool>();
    }
    study_.format = toml_.text(table, "format", "parquet");
    if (study_.format != "parquet" && study_.format != "arrow" && study_.format != "csv")
      toml_.refuse(*table.get("format"), "unknown format " + in_quotes(study_.format),
                   "give one of parquet, arrow, csv");
    const toml::node* node = table.get("show");
    if (!node) return;
    const toml::table& show = toml_.table(*node, "show");
    toml_.check_keys(show, "show", {"context", "top", "by", "beside", "also"});
    if (const toml::node* context = show.get("context"))
      study_.show.context = toml_.scalar_text(*context, "context");
    study_.show.by = toml_.text(show, "by", study_.show.by);
    study_.show.beside = toml_.text(show, "beside", study_.show.beside);
    if (const toml::node* also = show.get("also"))
      study_.show.also = toml_.option(*also, "also").items;
    if (const toml::node* top = show.get("top")) {
      const double count = toml_.number(*top, "top");
      if (!(count >= 0.0 && count <= 1e6))
        toml_.refuse(*top, "top is out of range", "allowed: [0, 1e6]");
      study_.show.top = static_cast<int>(count);
    }
  }

  void read_report(const toml::table& table) {
    toml_.check_keys(table, "[report]", {"backtest", "doubted"});
    if (const toml::node* doubted = table.get("doubted"))
      study_.report_doubted = toml_.texts(*doubted, "doubted");
    const toml::node* node = table.get("backtest");
    if (!node) return;
    if (!node->is_array_of_tables())
      toml_.refuse(*node, "backtest is no list of tables",
                   "write [[report.backtest]] with a title, once for each");
    const auto known = section_options(kBacktestSection);
    for (const toml::node& item : *node->as_array()) {
      ReportBacktest backtest;
      for (const auto& [key, value] : *item.as_table())
        if (key.str() == "title")
          backtest.title = toml_.scalar_text(value, "title");
        else
          read_option("report.backtest", std::string(key.str()), value, known, backtest.options);
      if (backtest.title.empty())
        toml_.refuse(item, "the backtest has no title", "add title = \"who refers next\"");
      study_.report_backtests.push_back(std::move(backtest));
    }
  }

  void read_provenance(const toml::table& table) {
    for (const auto& [key, node] : table) {
      const std::string word = toml_.scalar_text(node, key.str());
      if (word != "observed" && word != "derived" && word != "assumed")
        toml_.refuse(node, fmt::format("{} is {}", key.str(), in_quotes(word)),
                     "give one of observed, derived, assumed");
      study_.provenance[std::string(key.str())] = word;
    }
  }

  void read_section(const std::string& name, const toml::table& table) {
    const auto known = section_options(name);
    Section& section = study_.sections[name];
    for (const auto& [key_node, node] : table) {
      const std::string key(key_node.str());
      if (key == "model") {
        OptionValue models = toml_.option(node, name + ".model");
        section.models = std::move(models.items);
        section.models_place = std::move(models.place);
      } else if (key == "value_decimals" && name == "economics") {
        read_decimals(node);
      } else {
        read_option(name, key, node, known, section.options);
      }
    }
  }

  void read_decimals(const toml::node& node) {
    const double decimals = toml_.number(node, "value_decimals");
    if (decimals != static_cast<int>(decimals) || decimals < 0 || decimals > 9)
      toml_.refuse(node, "value_decimals is out of range", "allowed: 0 to 9");
    study_.tables.value_decimals = static_cast<int>(decimals);
  }

  /// A table is the value of an option of named numbers; of others it holds options of its own,
  /// whose names begin with its key: acquisition_saving = { type1 = 40 } is
  /// acquisition_saving_type1 = 40.
  void read_option(const std::string& section, const std::string& key, const toml::node& node,
                   const std::vector<OptionInfo>& known, OptionMap& options) const {
    const auto info = std::ranges::find(known, key, &OptionInfo::name);
    if (info != known.end()) {
      options[key] = toml_.option(node, section + "." + key);
      return;
    }
    const bool prefix = std::ranges::any_of(
        known, [&](const OptionInfo& o) { return o.name.starts_with(key + "_"); });
    if (!node.is_table() || !prefix)
      refuse_unknown_option(key, {{}, toml_.place(node) + ": [" + section + "]"}, known);
    for (const auto& [inner, value] : *node.as_table())
      read_option(section, key + "_" + std::string(inner.str()), value, known, options);
  }

  const TomlReader& toml_;
  std::map<std::string, Table> in_memory_;
  StudyFile study_;
};

}  // namespace

bool is_input_table(std::string_view name) { return table_columns().contains(name); }

bool is_algorithm_section(std::string_view section) {
  return section == kBacktestSection || std::ranges::any_of(algorithms(), [&](const Algorithm& a) {
           return a.doc.section == section;
         });
}

std::vector<OptionInfo> section_options(std::string_view section) {
  std::vector<OptionInfo> options;
  const auto add = [&](const std::vector<OptionInfo>& more) {
    for (const OptionInfo& info : more)
      if (std::ranges::find(options, info.name, &OptionInfo::name) == options.end())
        options.push_back(info);
  };
  bool journeys = false;
  for (const Algorithm& a : algorithms())
    if (a.doc.section == section) {
      add(a.options);
      journeys = journeys || a.on_journeys;
    }
  if (journeys) add(describe<JourneyOptions>());
  if (section == kBacktestSection) add(backtest_option_infos());
  if (section == kWalkSection) add(describe<TieAgeOptions>());
  return options;
}

StudyFile read_study_file(const std::filesystem::path& path,
                          std::map<std::string, Table> in_memory) {
  const std::string shown = path_text(path);
  const std::string bytes = read_file_bytes(path);
  toml::table root;
  try {
    root = toml::parse(bytes, shown);
  } catch (const toml::parse_error& error) {
    throw Error(ErrorCode::BadInput, fmt::format("{}:{}", shown, error.source().begin.line),
                std::string(error.description()), "correct the TOML");
  }
  const TomlReader toml(shown, root);
  return StudyReader(path, toml, std::move(in_memory)).read();
}

StudyFile read_study_document(const std::string& json, std::map<std::string, Table> in_memory) {
  const toml::table root = toml_of_json(json, "study");
  StudyFile study = StudyReader({}, TomlReader("study", root), std::move(in_memory)).read();
  study.document = json;
  return study;
}

OptionMap options_of(const StudyFile& study, std::string_view section,
                     const std::vector<OptionInfo>& known) {
  const auto found = study.sections.find(section);
  return found == study.sections.end() ? OptionMap{} : options_among(found->second.options, known);
}

}  // namespace grapevine
