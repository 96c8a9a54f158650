#include "study/graph_seeds.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "algorithms/diffusion/seed_nodes.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "study/listed_numbers.hpp"
#include "study/seed_report.hpp"

namespace grapevine {
namespace {

/// A number of each person that a table gives; NaN for those it does not name.
std::vector<double> numbers_of(const Graph& graph, const std::filesystem::path& path,
                               const ListedColumns& columns) {
  std::vector<double> numbers(graph.num_nodes(), std::numeric_limits<double>::quiet_NaN());
  for (const ListedNumber& line : read_listed_numbers(path, columns)) {
    const auto node = graph.find(line.id);
    if (!node)
      refuse_listed(line, columns.id, in_quotes(line.id) + " is not in the graph",
                    "correct it, or leave the line out");
    if (!std::isnan(numbers[*node]))
      refuse_listed(line, columns.id, in_quotes(line.id) + " stands twice",
                    "leave one of the lines out");
    numbers[*node] = line.number;
  }
  return numbers;
}

void read_costs(SeedInputs& inputs, const Graph& graph, const std::filesystem::path& path) {
  ListedColumns columns = cost_columns("node_id");
  columns.context.clear();
  inputs.costs = numbers_of(graph, path, columns);
  inputs.excluded.resize(graph.num_nodes());
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    if (std::isnan(inputs.costs[v])) {
      inputs.excluded[v] = true;
      inputs.costs[v] = 1.0;
    }
}

void read_values(SeedInputs& inputs, const Graph& graph, const std::filesystem::path& path) {
  inputs.values = numbers_of(graph, path, {.id = "node_id", .number = "value"});
  double total = 0.0;
  for (double& value : inputs.values) total += value = std::isnan(value) ? 0.0 : value;
  if (graph.num_nodes() > 0 && (!(total > 0.0) || !std::isfinite(total)))
    throw Error(ErrorCode::BadInput, path_text(path), "the values sum to " + to_text(total),
                "give somebody a value > 0, and none so large that the sum overflows");
}

SeedInputs inputs_of(const Graph& graph, const SeedOptions& options, const SeedFiles& files) {
  SeedInputs inputs;
  if (!files.costs.empty()) read_costs(inputs, graph, files.costs);
  if (!files.values.empty()) read_values(inputs, graph, files.values);
  inputs.excluded.resize(graph.num_nodes());
  for (const NodeId v : nodes_of_ids(graph, options.exclude, "exclude")) inputs.excluded[v] = true;
  if (options.with_signs) inputs.detractors = marked_nodes(graph, options.detractors, "detractors");
  return inputs;
}

ColumnInfo info_of(const char* name, const char* unit, const char* meaning, const char* source) {
  return {.name = name, .unit = unit, .meaning = meaning, .method = "seeds", .source = source};
}

Table seed_table(const GraphView& view, const SeedInputs& inputs, const SeedChoice& choice) {
  const Graph& graph = view.graph();
  std::vector<std::string> names;
  std::vector<std::int64_t> integers, place, degree;
  std::vector<double> cost;
  for (const NodeId v : choice.seeds) {
    names.push_back(graph.name(v));
    integers.push_back(v);
    place.push_back(static_cast<std::int64_t>(place.size()) + 1);
    degree.push_back(view.out_degree(v));
    cost.push_back(inputs.costs.empty() ? 1.0 : inputs.costs[v]);
  }
  TableBuilder builder;
  const ColumnInfo id{.name = "node_id", .meaning = "the node, by the id that the input gave it"};
  if (graph.ids())
    builder.add_ids(id, *graph.ids(), choice.seeds);
  else
    builder.add(id, std::span<const std::int64_t>(integers));
  builder.add(info_of("place", "people", "place in the order of choosing", "ties"),
              std::span<const std::int64_t>(place));
  builder.add(info_of("out_degree", "ties", "ties that start here", "ties"),
              std::span<const std::int64_t>(degree));
  builder.add(info_of("cost", "cost", "what choosing the person costs", "costs"),
              std::span<const double>(cost));
  return builder.finish();
}

}  // namespace

GraphSeeds graph_seeds(const GraphView& view, const SeedOptions& options, const SeedFiles& files) {
  validate(options);
  validate_signs(options);
  const SeedInputs inputs = inputs_of(view.graph(), options, files);
  ChanceRule rule = read_chance_rule(options.weights, "weights");
  if (options.with_signs) rule.negative_ties = NegativeTies::Carry;
  const TieChances chances(view, rule, options.seed);
  GraphSeeds seeds{.choice = choose_seeds(chances, inputs, options)};
  seeds.table = seed_table(view, inputs, seeds.choice);
  return seeds;
}

std::string graph_seeds_text(const GraphSeeds& seeds, const std::filesystem::path& out) {
  return seed_choice_text(
      seeds.choice, fmt::format("{} seeds written to {}", seeds.choice.seeds.size(), out.string()),
      "");
}

std::string graph_seeds_json(const GraphSeeds& seeds) {
  return "{" + seed_choice_json(seeds.choice) + "}\n";
}

std::uint64_t graph_seeds_bytes(const GraphSize& size, const SeedOptions& options) {
  return tie_chances_bytes(size, read_chance_rule(options.weights, "weights")) +
         choose_seeds_bytes(size, options, thread_count());
}

}  // namespace grapevine
