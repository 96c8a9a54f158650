#include "study/attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/path_sample.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kShownPlayers = 20;

[[noreturn]] void refuse_model(const std::string& name, const std::vector<std::string>& known) {
  const Algorithm* other = find_algorithm(name);
  const bool of_studies = other != nullptr && other->on_journeys;
  throw Error(ErrorCode::InvalidOption, "--model",
              of_studies ? "the model " + in_quotes(name) +
                               " shares out acquisitions of a study, and not paths of a file"
                         : "there is no model " + in_quotes(name),
              "known: " + joined(known));
}

std::vector<const Algorithm*> chosen_models(const AttributionRequest& request) {
  const auto all = path_models();
  std::vector<std::string> known;
  for (const Algorithm* model : all) known.emplace_back(model->doc.name);
  std::vector<const Algorithm*> chosen;
  for (const std::string& name : request.models) {
    const auto found = std::ranges::find(known, name);
    if (found == known.end()) refuse_model(name, known);
    const Algorithm* model = all[static_cast<std::size_t>(found - known.begin())];
    if (std::ranges::find(chosen, model) != chosen.end())
      throw Error(ErrorCode::InvalidOption, "--model",
                  "the model " + in_quotes(name) + " is named twice", "name it once");
    chosen.push_back(model);
  }
  if (chosen.empty()) chosen.push_back(all.front());
  return chosen;
}

OptionMap options_of(const AttributionRequest& request, const Algorithm& model) {
  OptionMap options = options_among(request.options, model.options);
  if (std::ranges::find(model.options, "seed", &OptionInfo::name) != model.options.end())
    options.try_emplace("seed", OptionValue{{std::to_string(request.seed)}, "--seed"});
  return options;
}

/// Collects the rows of the credits, model after model. A model's further columns are empty in the
/// rows of others.
class CreditRows {
 public:
  CreditRows(const Paths& paths, const std::vector<const Algorithm*>& models) : paths_(paths) {
    for (const Algorithm* model : models) models_.emplace_back(model->doc.name);
    places_ = IdIndex::from_texts(models_);
    num_rows_ = models.size() * paths.num_players();
  }

  void add(std::size_t model, std::vector<ScoreColumn> columns, double conversions, double value) {
    const std::size_t first = model_.size(), players = paths_.num_players();
    const std::uint32_t place = *places_.find(models_[model]);
    for (NodeId p = 0; p < players; ++p) player_.push_back(p);
    model_.insert(model_.end(), players, place);
    for (ScoreColumn& column : columns) {
      auto& values = column_named(column.info);
      const auto given = std::get<std::vector<double>>(std::move(column.values));
      values.resize(first, kNothing);
      values.insert(values.end(), given.begin(), given.end());
    }
    show(columns_[0].second, first);
    if (conversions == 0.0 && value == 0.0) return;
    player_.push_back(kNoNode);
    model_.push_back(place);
    columns_[0].second.push_back(conversions);
    columns_[1].second.push_back(value);
  }

  /// Players in rows, models in columns: the conversions of those with most by the first model.
  Table take_shown() { return shown_.finish(); }

  Table take() {
    TableBuilder builder;
    builder.add_ids({"player", "", "the person or channel; empty: nobody", "", "path"},
                    *paths_.players, player_);
    builder.add_ids({"model", "", "the attribution model", "", ""}, places_, model_);
    for (auto& [info, values] : columns_) {
      values.resize(player_.size(), kNothing);
      builder.add(info, values);
      values = {};
    }
    return builder.finish();
  }

 private:
  void show(const std::vector<double>& conversions, std::size_t first) {
    if (shown_models_ == 0) {
      most_.resize(paths_.num_players());
      std::iota(most_.begin(), most_.end(), NodeId{0});
      const auto end =
          most_.begin() + static_cast<std::ptrdiff_t>(std::min(most_.size(), kShownPlayers));
      std::ranges::partial_sort(most_, end, {},
                                [&](NodeId p) { return std::pair(-conversions[p], p); });
      most_.erase(end, most_.end());
      most_.shrink_to_fit();
      shown_.add_ids({.name = "player"}, *paths_.players, most_);
    }
    std::vector<double> values;
    for (const NodeId p : most_) values.push_back(conversions[first + p]);
    shown_.add({.name = models_[shown_models_++]}, values);
  }

  std::vector<double>& column_named(const ColumnInfo& info) {
    for (auto& [known, values] : columns_)
      if (known.name == info.name) return values;
    columns_.push_back({info, {}});
    columns_.back().second.reserve(num_rows_);
    return columns_.back().second;
  }

  const Paths& paths_;
  std::vector<std::string> models_;
  IdIndex places_;  ///< Of the models' names, as the table takes them.
  std::size_t num_rows_ = 0, shown_models_ = 0;
  std::vector<std::uint32_t> player_, model_;
  std::vector<std::pair<ColumnInfo, std::vector<double>>> columns_;
  std::vector<NodeId> most_;
  TableBuilder shown_;
};

std::vector<ScoreColumn> columns_of(PathCredits& credits, const std::string& model) {
  return {{{"conversions", "conversions", "credited to the player", model, "path conversions"},
           std::move(credits.conversions)},
          {{"value", "money", "of the conversions, credited to the player", model, "path value"},
           std::move(credits.value)}};
}

double total_of(const std::vector<double>& values) {
  return sum_over(values.size(), [&](std::size_t i) { return values[i]; });
}

/// What paths without a step brought: nobody's, whatever the model.
std::pair<double, double> without_steps(const Paths& paths) {
  double conversions = 0.0, value = 0.0;
  for (std::size_t i = 0; i < paths.num_paths(); ++i)
    if (paths.path(i).empty()) {
      conversions += paths.conversions[i];
      value += paths.value[i];
    }
  return {conversions, value};
}

}  // namespace

void refuse_other_options(const std::vector<const Algorithm*>& models, const OptionMap& options) {
  std::vector<OptionInfo> known;
  for (const Algorithm* model : models)
    known.insert(known.end(), model->options.begin(), model->options.end());
  for (const auto& [name, value] : options)
    if (std::ranges::find(known, name, &OptionInfo::name) == known.end())
      refuse_unknown_option(name, value, known);
}

std::vector<const Algorithm*> path_models() {
  std::vector<const Algorithm*> models;
  for (const Algorithm& a : algorithms())
    if (a.on_journey) models.push_back(&a);
  for (const Algorithm& a : algorithms())
    if (a.on_paths) models.push_back(&a);
  return models;
}

AttributedPaths attribute_paths(const Paths& paths, const AttributionRequest& request) {
  const auto models = chosen_models(request);
  refuse_other_options(models, request.options);
  std::vector<JourneyRule> rules;
  for (const Algorithm* model : models)
    if (model->on_journey) rules.push_back(model->on_journey(options_of(request, *model)));
  std::vector<PathCredits> credits;
  if (!rules.empty()) credits = credit_paths(paths, rules, request.repeats);
  const auto [nobody, nobody_value] = without_steps(paths);
  AttributedPaths result{.paths = paths.num_paths(),
                         .players = paths.num_players(),
                         .touches = paths.steps.size(),
                         .conversions = total_of(paths.conversions),
                         .value = total_of(paths.value),
                         .nulls = total_of(paths.nulls),
                         .unattributed = nobody};
  CreditRows rows(paths, models);
  auto next = credits.begin();
  for (std::size_t m = 0; m < models.size(); ++m) {
    const Algorithm& model = *models[m];
    const std::string name(model.doc.name);
    result.models.push_back(name);
    if (model.on_journey) {
      rows.add(m, columns_of(*next++, name), nobody, nobody_value);
      continue;
    }
    ScoreOutput output = model.on_paths(paths, options_of(request, model));
    rows.add(m, std::move(output.columns), nobody, nobody_value);
    for (NamedTable& named : output.tables)
      result.tables.push_back({name + "_" + named.name, std::move(named.table)});
    if (!output.facts.empty()) result.facts.push_back({name, std::move(output.facts)});
  }
  result.shown = rows.take_shown();
  result.credits = rows.take();
  return result;
}

std::map<std::string, std::string, std::less<>> path_column_names(
    const std::vector<ColumnMapping>& map) {
  std::map<std::string, std::string, std::less<>> names;
  for (const ColumnMapping& mapping : map) {
    if (!mapping.table.empty())
      throw Error(ErrorCode::InvalidOption, "--map " + mapping_text(mapping),
                  "a file of paths is one table", "leave out " + in_quotes(mapping.table + "."));
    names[mapping.ours] = mapping.theirs;
  }
  return names;
}

std::string attribution_text(const AttributedPaths& attributed) {
  std::string text = fmt::format(
      "{} paths of {} players, {} touches: {} conversions, value {}, {} journeys without\n",
      grouped(static_cast<std::int64_t>(attributed.paths)),
      grouped(static_cast<std::int64_t>(attributed.players)),
      grouped(static_cast<std::int64_t>(attributed.touches)),
      grouped(to_text(attributed.conversions)), grouped(fmt::format("{:.2f}", attributed.value)),
      grouped(to_text(attributed.nulls)));
  if (attributed.unattributed > 0.0)
    text += fmt::format("{} conversions met nobody and are nobody's\n",
                        grouped(to_text(attributed.unattributed)));
  for (const auto& [model, facts] : attributed.facts) {
    text += model + ":";
    for (const auto& [name, value] : facts) text += " " + name + " " + value;
    text += "\n";
  }
  std::vector<std::size_t> shown(static_cast<std::size_t>(attributed.shown.num_rows()));
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  text += fmt::format(
      "\nConversions by player{}\n",
      attributed.players > shown.size()
          ? fmt::format(", the {} with most by {}", shown.size(), attributed.models.front())
          : "");
  return text + text_table(attributed.shown, attributed.shown.column_names(), shown);
}

std::string attribution_json(const AttributedPaths& attributed) {
  nlohmann::ordered_json json = {{"paths", attributed.paths},
                                 {"players", attributed.players},
                                 {"touches", attributed.touches},
                                 {"conversions", attributed.conversions},
                                 {"value", attributed.value},
                                 {"nulls", attributed.nulls},
                                 {"unattributed_conversions", attributed.unattributed},
                                 {"models", attributed.models}};
  for (const auto& [model, facts] : attributed.facts)
    for (const auto& [name, value] : facts)
      json["facts"][model][name] = nlohmann::ordered_json::parse(value, nullptr, false);
  return json.dump(2) + "\n";
}

void add_attribution_stages(const std::filesystem::path& path,
                            const std::vector<ColumnMapping>& map,
                            const AttributionRequest& request, std::string_view ending,
                            MemoryEstimate& estimate) {
  const PathSize size = add_path_stages(path, path_column_names(map), estimate);
  const double players = size.players;
  const auto models = chosen_models(request);
  double rules = 0.0, working = 0.0;
  std::set<std::string> columns = {"conversions", "value"};
  for (const Algorithm* model : models) {
    if (model->on_journey) rules += 1.0;
    for (const ColumnInfo& info : model->player_columns) columns.insert(info.name);
    // Its columns, and what it keeps of players and, while journeys are merged, of paths.
    const double own = 8.0 * static_cast<double>(model->player_columns.size());
    if (model->on_paths) working = std::max(working, (own + 16.0) * players);
  }
  const auto blocks = static_cast<double>(
      credit_blocks(static_cast<std::uint64_t>(size.steps), static_cast<std::uint64_t>(players)));
  const double paths = static_cast<double>(size.bytes());
  const double credits = 16.0 * rules * players;
  const auto add = [&](const char* name, double bytes) {
    estimate.add(name, static_cast<std::uint64_t>(paths + bytes));
  };
  add("credit paths", credits * (1.0 + blocks));
  const double rows = static_cast<double>(models.size()) * (players + 1.0);
  const auto doubles = 8.0 * static_cast<double>(columns.size());
  add("credit rows", credits + working + rows * (8.0 + doubles));
  // A column of the table is made while what it is made of is there.
  const double ids = 4.0 + (size.text_ids ? size.name_bytes : 4.0) + 4.0 + 8.0;
  add("table", rows * (8.0 + doubles + ids + 8.0));
  const double cell = (size.name_bytes + 8.0 + 17.0 * static_cast<double>(columns.size())) /
                      static_cast<double>(columns.size() + 2);
  const auto written = ending.empty() ? 0
                                      : writing_bytes(ending, static_cast<std::uint64_t>(rows),
                                                      columns.size() + 2, cell);
  add("write", rows * (doubles + ids) + static_cast<double>(written));
}

}  // namespace grapevine
