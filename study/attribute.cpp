#include "study/attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/path_table.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kShownPlayers = 20;

std::vector<const Algorithm*> chosen_models(const AttributionRequest& request) {
  const auto all = path_models();
  std::vector<std::string> known;
  for (const Algorithm* model : all) known.emplace_back(model->doc.name);
  std::vector<const Algorithm*> chosen;
  for (const std::string& name : request.models) {
    const auto found = std::ranges::find(known, name);
    if (found == known.end())
      throw Error(ErrorCode::InvalidOption, "--model", "there is no model " + in_quotes(name),
                  "known: " + joined(known));
    const Algorithm* model = all[static_cast<std::size_t>(found - known.begin())];
    if (std::ranges::find(chosen, model) != chosen.end())
      throw Error(ErrorCode::InvalidOption, "--model",
                  "the model " + in_quotes(name) + " is named twice", "name it once");
    chosen.push_back(model);
  }
  if (chosen.empty()) chosen.push_back(all.front());
  return chosen;
}

void refuse_other_options(const std::vector<const Algorithm*>& models, const OptionMap& options) {
  std::vector<OptionInfo> known;
  for (const Algorithm* model : models)
    known.insert(known.end(), model->options.begin(), model->options.end());
  for (const auto& [name, value] : options)
    if (std::ranges::find(known, name, &OptionInfo::name) == known.end())
      refuse_unknown_option(name, value, known);
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
  CreditRows(const Paths& paths, std::size_t models)
      : paths_(paths), num_rows_(models * paths.num_players()) {}

  void add(const std::string& model, std::vector<ScoreColumn> columns, double conversions,
           double value) {
    const std::size_t first = model_.size(), players = paths_.num_players();
    for (NodeId p = 0; p < players; ++p) player_.push_back(p);
    model_.insert(model_.end(), players, model);
    for (ScoreColumn& column : columns) {
      auto& values = column_named(column.info);
      const auto given = doubles_of(column);
      values.resize(first, kNothing);
      values.insert(values.end(), given.begin(), given.end());
    }
    if (conversions == 0.0 && value == 0.0) return;
    player_.push_back(kNoNode);
    model_.push_back(model);
    columns_[0].second.push_back(conversions);
    columns_[1].second.push_back(value);
  }

  Table take() {
    TableBuilder builder;
    builder.add_ids({"player", "", "the person or channel; empty: nobody", "", "path"},
                    *paths_.players, player_);
    builder.add({"model", "", "the attribution model", "", ""}, model_);
    for (auto& [info, values] : columns_) {
      values.resize(player_.size(), kNothing);
      builder.add(info, values);
    }
    return builder.finish();
  }

 private:
  static std::vector<double> doubles_of(const ScoreColumn& column) {
    ScoreColumns one;
    one.add(column);
    return one.doubles(column.info.name);
  }

  std::vector<double>& column_named(const ColumnInfo& info) {
    for (auto& [known, values] : columns_)
      if (known.name == info.name) return values;
    columns_.push_back({info, {}});
    columns_.back().second.reserve(num_rows_);
    return columns_.back().second;
  }

  const Paths& paths_;
  std::size_t num_rows_;
  std::vector<std::uint32_t> player_;
  std::vector<std::string> model_;
  std::vector<std::pair<ColumnInfo, std::vector<double>>> columns_;
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
    if (model->on_journey)
      rules.push_back(model->on_journey(options_of(request, *model)));
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
  CreditRows rows(paths, models.size());
  auto next = credits.begin();
  for (const Algorithm* model : models) {
    const std::string name(model->doc.name);
    result.models.push_back(name);
    if (model->on_journey) {
      rows.add(name, columns_of(*next++, name), nobody, nobody_value);
      continue;
    }
    ScoreOutput output = model->on_paths(paths, options_of(request, *model));
    rows.add(name, std::move(output.columns), nobody, nobody_value);
    for (NamedTable& named : output.tables)
      result.tables.push_back({name + "_" + named.name, std::move(named.table)});
    if (!output.facts.empty()) result.facts.push_back({name, std::move(output.facts)});
  }
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
  const auto players = attributed.credits.texts("player");
  const auto conversions = attributed.credits.doubles("conversions");
  const std::size_t rows_of_model = players.size() / attributed.models.size();
  std::vector<std::size_t> order(attributed.players);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t p) { return std::pair(-conversions[p], p); });
  order.resize(std::min(order.size(), kShownPlayers));
  TableBuilder builder;
  std::vector<std::string> names;
  for (const std::size_t p : order) names.push_back(players[p]);
  builder.add({.name = "player"}, names);
  std::vector<std::string> columns = {"player"};
  for (std::size_t m = 0; m < attributed.models.size(); ++m) {
    std::vector<double> values;
    for (const std::size_t p : order) values.push_back(conversions[m * rows_of_model + p]);
    columns.push_back(attributed.models[m]);
    builder.add({.name = attributed.models[m]}, values);
  }
  std::vector<std::size_t> shown(order.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  text += fmt::format(
      "\nConversions by player{}\n",
      attributed.players > order.size()
          ? fmt::format(", the {} with most by {}", order.size(), attributed.models.front())
          : "");
  return text + text_table(builder.finish(), columns, shown);
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
                            const std::vector<ColumnMapping>& map, MemoryEstimate& estimate) {
  add_path_stages(path, path_column_names(map), estimate);
}

}  // namespace grapevine
