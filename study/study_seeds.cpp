#include "study/study_seeds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "algorithms/diffusion/seed_nodes.hpp"
#include "algorithms/influence_maximization/context_union.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "study/column_sources.hpp"
#include "study/listed_numbers.hpp"
#include "study/run_study.hpp"
#include "study/seed_report.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kStance = "stance";

ContextId context_named(const Network& network, const std::string& id, const std::string& place) {
  const auto found = network.contexts.find(id);
  if (!found)
    throw Error(ErrorCode::InvalidOption, place, in_quotes(id) + " is no context of the study",
                "give one that its tables have");
  return static_cast<ContextId>(*found);
}

/// The contexts asked for in which somebody is worth anything.
std::vector<ContextId> contexts_of(const ContextDiffusion& diffusion, const std::string& asked,
                                   const StudyFile& study) {
  const Network& network = diffusion.network();
  std::vector<ContextId> contexts;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    if (!asked.empty() && context != context_named(network, asked, "context")) continue;
    const auto values = diffusion.values(context);
    if (std::ranges::any_of(values, [](double value) { return value > 0.0; }))
      contexts.push_back(context);
  }
  if (contexts.empty())
    throw Error(ErrorCode::BadInput, study.path.string(),
                "nobody's purchases leave a margin " +
                    (asked.empty() ? std::string("in any context") : "in " + in_quotes(asked)),
                "give purchases, or a context that has some");
  return contexts;
}

/// What the chosen are to be, by node of the union.
class Inputs {
 public:
  Inputs(const ContextUnion& all, const ContextDiffusion& diffusion,
         const StudySeedRequest& request, std::span<const double> stance)
      : all_(all), diffusion_(diffusion), options_(request.options) {
    inputs_.values = all.values;
    inputs_.own_word = OwnWord::Silent;
    inputs_.excluded.resize(all.graph.num_nodes());
    if (!request.costs.empty()) read_costs(request.costs);
    for_people(options_.exclude, "exclude", inputs_.excluded);
    if (options_.with_signs) {
      inputs_.detractors.resize(all.graph.num_nodes());
      for_people(options_.detractors, "detractors", inputs_.detractors);
    }
    mark_detractors(stance);
  }

  const SeedInputs& inputs() const { return inputs_; }
  std::size_t left_out() const { return left_out_; }

 private:
  const Network& network() const { return diffusion_.network(); }

  /// In every context.
  void for_people(const std::vector<std::string>& ids, std::string_view option,
                  std::vector<bool>& marks) const {
    for (const NodeId person : nodes_of_ids(diffusion_.ties(), ids, option))
      for (std::size_t place = 0; place < all_.contexts.size(); ++place)
        marks[all_.node(place, person)] = true;
  }

  void mark_detractors(std::span<const double> stance) {
    if (stance.empty()) return;
    for (NodeId v = 0; v < all_.graph.num_nodes(); ++v) {
      if (!(stance[network().row(all_.context_of(v), all_.person_of(v))] < 0.0)) continue;
      if (options_.with_signs) {
        inputs_.detractors[v] = true;
      } else {
        left_out_ += inputs_.excluded[v] ? 0 : 1;
        inputs_.excluded[v] = true;
      }
    }
  }

  void read_costs(const std::filesystem::path& path) {
    inputs_.costs.assign(all_.graph.num_nodes(), std::nan(""));
    for (const ListedNumber& line : read_listed_numbers(path, cost_columns("person_id"))) {
      const auto person = network().people->find(line.id);
      if (!person)
        refuse_listed(line, "person_id", in_quotes(line.id) + " is nobody in the study",
                      "correct it, or leave the line out");
      if (!line.context.empty()) context_named(network(), line.context, line.place);
      set_cost(line, static_cast<NodeId>(*person));
    }
    for (NodeId v = 0; v < all_.graph.num_nodes(); ++v)
      if (std::isnan(inputs_.costs[v])) {
        inputs_.excluded[v] = true;
        inputs_.costs[v] = 1.0;
      }
  }

  /// Lines of contexts that are not chosen from say nothing.
  void set_cost(const ListedNumber& line, NodeId person) {
    for (std::size_t place = 0; place < all_.contexts.size(); ++place) {
      if (!line.context.empty() && network().contexts.name(all_.contexts[place]) != line.context)
        continue;
      double& cost = inputs_.costs[all_.node(place, person)];
      if (!std::isnan(cost))
        refuse_listed(line, "person_id", in_quotes(line.id) + " stands twice for one context",
                      "leave one of the lines out");
      cost = line.number;
    }
  }

  const ContextUnion& all_;
  const ContextDiffusion& diffusion_;
  const SeedOptions& options_;
  SeedInputs inputs_;
  std::size_t left_out_ = 0;
};

ColumnInfo info_of(const char* name, const char* unit, const char* meaning, const char* source) {
  return {.name = name, .unit = unit, .meaning = meaning, .method = "seeds", .source = source};
}

Table seed_table(const Network& network, const ContextUnion& all, const SeedInputs& inputs,
                 const SeedChoice& choice, std::span<const RunMean> added) {
  std::vector<std::uint32_t> person, context;
  std::vector<std::int64_t> place;
  std::vector<double> value, error, cost;
  for (const NodeId v : choice.seeds) {
    person.push_back(all.person_of(v));
    context.push_back(all.context_of(v));
    place.push_back(static_cast<std::int64_t>(place.size()) + 1);
    cost.push_back(inputs.costs.empty() ? 1.0 : inputs.costs[v]);
  }
  for (const RunMean& one : added) {
    value.push_back(one.mean);
    error.push_back(one.standard_error);
  }
  TableBuilder builder;
  builder.add_ids(info_of("person_id", "", "whom to begin with", "ties"), *network.people, person);
  builder.add_ids(info_of("context_id", "", "in which context", "ties"), network.contexts, context);
  builder.add(info_of("place", "people", "place in the order of choosing", "ties"),
              std::span<const std::int64_t>(place));
  const char* sources = "ties purchases.margin";
  builder.add(info_of("expected_value", "money",
                      "margin of others whom the person's word reaches and that of those chosen "
                      "before does not, on average",
                      sources),
              std::span<const double>(value));
  builder.add(info_of("standard_error", "money", "of the expected value", sources),
              std::span<const double>(error));
  builder.add(info_of("cost", "cost", "what choosing the person in the context costs", ""),
              std::span<const double>(cost));
  return builder.finish();
}

std::vector<ContextSeeds> shares_of(const Network& network, const ContextUnion& all,
                                    const Table& table) {
  std::vector<ContextSeeds> shares;
  for (const ContextId context : all.contexts) shares.push_back({network.contexts.name(context)});
  const auto contexts = table.texts("context_id");
  const auto values = table.doubles("expected_value"), costs = table.doubles("cost");
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    ContextSeeds& share = *std::ranges::find(shares, contexts[i], &ContextSeeds::context);
    ++share.chosen;
    share.cost += costs[i];
    share.value += values[i];
  }
  return shares;
}

}  // namespace

const Algorithm& seeds_rest_on() {
  return *std::ranges::find_if(algorithms(), [](const Algorithm& algorithm) {
    return std::ranges::count(algorithm.score_columns, kStance, &ColumnInfo::name) > 0;
  });
}

StudySeeds study_seeds(const StudyFile& study, const StudySeedRequest& request) {
  validate(request.options);
  validate_signs(request.options);
  const SeedOptions& options = request.options;
  StudyRun run = run_study(study, &seeds_rest_on());
  const std::vector<double> stance = run.table("scores").doubles(kStance);
  run.tables.clear();
  const Network& network = run.network;
  const NegativeTies negative = options.with_signs ? NegativeTies::Carry : NegativeTies::Block;
  const ContextDiffusion diffusion(network, run.journeys, options.weights, options.seed, negative);
  const ContextUnion all =
      context_union(diffusion, contexts_of(diffusion, request.context, study), options.model);
  const Inputs inputs(all, diffusion, request, stance);
  const TieChances chances = all.chances(negative);
  StudySeeds seeds{.choice = choose_seeds(chances, inputs.inputs(), options),
                   .unit = study.value_unit(),
                   .warnings = std::move(run.warnings)};
  // Who can tell nobody there adds nothing, and need not be paid.
  std::erase_if(seeds.choice.seeds, [&](NodeId v) { return all.graph.out_degree(v) == 0; });
  const auto added = values_added(chances, inputs.inputs(), options, seeds.choice);
  const ColumnSources sources(study);
  seeds.table =
      with_column_info(seed_table(network, all, inputs.inputs(), seeds.choice, added),
                       [&](ColumnInfo info) { return sources.completed(std::move(info)); });
  seeds.contexts = shares_of(network, all, seeds.table);
  seeds.warnings.push_back(diffusion.warning("seeds"));
  if (inputs.left_out() > 0)
    seeds.warnings.push_back(fmt::format(
        "seeds: {} times a person speaks against in a context (stance below 0) and is not chosen "
        "there; with --signed their word counts against",
        inputs.left_out()));
  return seeds;
}

std::string study_seeds_text(const StudySeeds& seeds, const std::filesystem::path& out) {
  std::string text = seed_choice_text(
      seeds.choice, fmt::format("{} seeds written to {}", seeds.choice.seeds.size(), out.string()),
      seeds.unit);
  for (const ContextSeeds& context : seeds.contexts) {
    if (context.chosen == 0) continue;
    text += fmt::format("context {}: {} chosen for {:.6g}, expected value {:.1f}\n",
                        context.context, context.chosen, context.cost, context.value);
  }
  return text;
}

std::string study_seeds_json(const StudySeeds& seeds) {
  nlohmann::json contexts = nlohmann::json::array();
  for (const ContextSeeds& context : seeds.contexts)
    contexts.push_back({{"context_id", context.context},
                        {"chosen", context.chosen},
                        {"cost", context.cost},
                        {"expected_value", context.value}});
  return fmt::format("{{{}, \"unit\": {}, \"contexts\": {}}}\n", seed_choice_json(seeds.choice),
                     nlohmann::json(seeds.unit).dump(), contexts.dump());
}

}  // namespace grapevine
