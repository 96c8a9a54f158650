#include "study/graph_seeds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/diffusion/seed_nodes.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/column_cells.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

[[noreturn]] void refuse(const std::string& place, std::string_view what, std::string_view to_do) {
  throw Error(ErrorCode::BadInput, place, what, to_do);
}

std::vector<std::string> texts_of(const SourceTable& table, const std::string& name, bool ids) {
  if (!table.table().has(name))
    refuse(table.file(0), fmt::format("it has no column '{}'", name),
           "give one, or rename the one that has it");
  return read_column(table, {.ours = name, .theirs = name, .holds_ids = ids}, {}).texts;
}

/// A number of each person that a table gives; NaN for those it does not name.
std::vector<double> numbers_of(const Graph& graph, const std::filesystem::path& path,
                               const std::string& column, double least, std::string_view range) {
  const SourceTable table = read_source_table(path, path_text(path));
  const auto ids = texts_of(table, "node_id", true), texts = texts_of(table, column, false);
  const std::vector<std::int64_t> lines = table.lines();
  std::vector<double> numbers(graph.num_nodes(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string place =
        fmt::format("{}:{}", table.file(static_cast<std::int64_t>(i)), lines[i]);
    const auto node = graph.find(ids[i]);
    if (!node)
      refuse(place + ": column 'node_id'", in_quotes(ids[i]) + " is not in the graph",
             "correct it, or leave the line out");
    if (!std::isnan(numbers[*node]))
      refuse(place + ": column 'node_id'", in_quotes(ids[i]) + " stands twice",
             "leave one of the lines out");
    const double number = parse_double(texts[i]).value_or(std::nan(""));
    if (!(number >= least) || !(number <= 1e300))
      refuse(fmt::format("{}: column '{}'", place, column),
             fmt::format("{} is no number {}", in_quotes(texts[i]), range), "correct it");
    numbers[*node] = number;
  }
  return numbers;
}

void read_costs(SeedInputs& inputs, const Graph& graph, const std::filesystem::path& path) {
  constexpr double kSmallest = std::numeric_limits<double>::min();
  inputs.costs = numbers_of(graph, path, "cost", kSmallest, "> 0");
  inputs.excluded.resize(graph.num_nodes());
  for (NodeId v = 0; v < graph.num_nodes(); ++v)
    if (std::isnan(inputs.costs[v])) {
      inputs.excluded[v] = true;
      inputs.costs[v] = 1.0;
    }
}

void read_values(SeedInputs& inputs, const Graph& graph, const std::filesystem::path& path) {
  inputs.values = numbers_of(graph, path, "value", 0.0, ">= 0");
  double total = 0.0;
  for (double& value : inputs.values) total += value = std::isnan(value) ? 0.0 : value;
  if (graph.num_nodes() > 0 && (!(total > 0.0) || !std::isfinite(total)))
    refuse(path_text(path), "the values sum to " + to_text(total),
           "give somebody a value > 0, and none so large that the sum overflows");
}

SeedInputs inputs_of(const Graph& graph, const SeedOptions& options, const SeedFiles& files) {
  SeedInputs inputs;
  if (!files.costs.empty()) read_costs(inputs, graph, files.costs);
  if (!files.values.empty()) read_values(inputs, graph, files.values);
  inputs.excluded.resize(graph.num_nodes());
  for (const NodeId v : nodes_of_ids(graph, options.exclude, "exclude")) inputs.excluded[v] = true;
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
  const SeedInputs inputs = inputs_of(view.graph(), options, files);
  const TieChances chances(view, read_chance_rule(options.weights, "weights"), options.seed);
  GraphSeeds seeds{.choice = choose_seeds(chances, inputs, options)};
  seeds.table = seed_table(view, inputs, seeds.choice);
  return seeds;
}

std::string graph_seeds_text(const GraphSeeds& seeds, const std::filesystem::path& out) {
  const SeedChoice& choice = seeds.choice;
  return fmt::format(
      "{} seeds written to {}: spread {:.1f} +- {:.1f} of {:.1f} (standard error; by {})\n"
      "certified: at least {:.1f}, and no choice above {:.1f}: ratio {:.3f}\n"
      "those with the most ties: spread {:.1f} +- {:.1f}\n"
      "{} samples chose, {} others judged\n",
      choice.seeds.size(), out.string(), choice.spread.mean, choice.spread.standard_error,
      choice.total_value, choice.engine, choice.certain_spread, choice.largest_spread,
      choice.certified_ratio(), choice.top_degree.mean, choice.top_degree.standard_error,
      grouped(static_cast<std::int64_t>(choice.samples)),
      grouped(static_cast<std::int64_t>(choice.evaluated)));
}

std::string graph_seeds_json(const GraphSeeds& seeds) {
  const SeedChoice& choice = seeds.choice;
  return fmt::format(
      "{{\"seeds\": {}, \"engine\": \"{}\", \"spread\": {}, \"standard_error\": {}, "
      "\"certain_spread\": {}, \"largest_spread\": {}, \"certified_ratio\": {}, "
      "\"top_degree_spread\": {}, \"top_degree_standard_error\": {}, \"total_value\": {}, "
      "\"samples\": {}, \"evaluated\": {}}}\n",
      choice.seeds.size(), choice.engine, to_text(choice.spread.mean),
      to_text(choice.spread.standard_error), to_text(choice.certain_spread),
      to_text(choice.largest_spread), to_text(choice.certified_ratio()),
      to_text(choice.top_degree.mean), to_text(choice.top_degree.standard_error),
      to_text(choice.total_value), choice.samples, choice.evaluated);
}

std::uint64_t graph_seeds_bytes(const GraphSize& size, const SeedOptions& options) {
  return tie_chances_bytes(size, read_chance_rule(options.weights, "weights")) +
         choose_seeds_bytes(size, options, thread_count());
}

}  // namespace grapevine
