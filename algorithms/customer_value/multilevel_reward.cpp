#include "algorithms/customer_value/multilevel_reward.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "algorithms/customer_value/realised_margin.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

/// The own margin of each (context, person), refunds taken off.
std::vector<double> own_margins(const Network& network) {
  const RealisedMarginResult own = realised_margin(network.purchases);
  std::vector<double> margins(network.num_rows());
  for (std::size_t i = 0; i < own.person.size(); ++i)
    margins[network.row(own.context[i], own.person[i])] =
        major_units(own.margin.amounts[i], own.margin.decimals);
  return margins;
}

/// What lies one level further down: sum over v of s_uv below[v].
std::vector<double> one_level_up(const ScoreInputs& inputs, const std::vector<double>& below) {
  std::vector<double> above(below.size());
  for (const Acquisition& a : inputs.journeys.acquisitions) {
    const double worth = below[inputs.network.row(a.context, a.person)];
    for (std::uint64_t k = a.first_touch; worth > 0.0 && k < a.first_touch + a.num_touches; ++k)
      above[inputs.network.row(a.context, inputs.journeys.touches[k].referrer)] +=
          inputs.attributions.front().share[k] * worth;
  }
  return above;
}

/// b x the sum over levels; ends where nobody is left further down.
std::vector<double> uncapped_rewards(const ScoreInputs& inputs, const MultilevelOptions& options,
                                     std::vector<double> level) {
  std::vector<double> reward(level.size());
  double factor = options.reward_rate;
  const auto add_level = [&] {
    for (std::size_t row = 0; row < reward.size(); ++row) reward[row] += factor * level[row];
  };
  add_level();
  for (int depth = 1; depth <= options.max_levels && !inputs.attributions.empty(); ++depth) {
    level = one_level_up(inputs, level);
    if (std::ranges::none_of(level, [](double worth) { return worth > 0.0; })) break;
    factor *= options.level_decay;
    add_level();
  }
  return reward;
}

void keep_to_cap(const Network& network, const std::vector<double>& margins, double cap,
                 MultilevelResult& result) {
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    MultilevelBudget budget{.context = context};
    for (NodeId person = 0; person < network.num_people(); ++person) {
      budget.contribution += margins[network.row(context, person)];
      budget.uncapped += result.reward[network.row(context, person)];
    }
    const double most = cap * std::max(0.0, budget.contribution);
    if (budget.uncapped > most) budget.factor = most / budget.uncapped;
    for (NodeId person = 0; person < network.num_people(); ++person)
      result.reward[network.row(context, person)] *= budget.factor;
    result.budgets.push_back(budget);
  }
}

void warn(const MultilevelOptions& options, MultilevelResult& result) {
  result.warnings.push_back(fmt::format(
      "multilevel_reward is not sybil-proof: one identity split into a chain of two halves gains "
      "{:.3g} % (with alpha .5 and b .3, .300 becomes .375); merge identities (people.same_as) "
      "before paying",
      50.0 * options.level_decay));
  const auto capped = std::ranges::count_if(
      result.budgets, [](const MultilevelBudget& b) { return b.factor < 1.0; });
  if (capped > 0)
    result.warnings.push_back(
        fmt::format("multilevel_reward: rewards of {} contexts came to more than {:.3g} % of their "
                    "margin and were scaled down to it (table multilevel_budget)",
                    capped, 100.0 * options.cap));
}

NamedTable budget_table(const Network& network, const std::vector<MultilevelBudget>& budgets) {
  using B = MultilevelBudget;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kMultilevelRewardDoc.name),
                      "purchases.value touches"};
  };
  RowsTable<B> table(budgets);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const B& b) { return b.context; });
  table.add(info("contribution", "money", "margin of its people, refunds taken off"),
            [](const B& b) { return b.contribution; });
  table.add(info("uncapped_rewards", "money", "what the rewards came to before the cap"),
            [](const B& b) { return b.uncapped; });
  table.add(info("cap_factor", "1", "what every reward was multiplied by to keep to the cap"),
            [](const B& b) { return b.factor; });
  table.add(info("rewards", "money", "what they come to"),
            [](const B& b) { return b.factor * b.uncapped; });
  return {"multilevel_budget", table.finish()};
}

}  // namespace

MultilevelResult multilevel_reward(const ScoreInputs& inputs, const MultilevelOptions& options) {
  validate(options);
  const std::vector<double> margins = own_margins(inputs.network);
  std::vector<double> level = margins;
  for (double& margin : level) margin = std::max(0.0, margin);
  MultilevelResult result{.reward = uncapped_rewards(inputs, options, std::move(level))};
  keep_to_cap(inputs.network, margins, options.cap, result);
  warn(options, result);
  result.tables.push_back(budget_table(inputs.network, result.budgets));
  return result;
}

}  // namespace grapevine
