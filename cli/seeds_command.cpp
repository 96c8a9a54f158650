#include <fmt/format.h>

#include <memory>

#include "cli/graph_flags.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/graph_seeds.hpp"

namespace grapevine {
namespace {

/// The column that a graph's weights are read from where `--weights` names none.
constexpr std::string_view kWeightColumn = "weight";

/// What `seeds` was told.
struct SeedsFlags {
  GraphFlags graph;
  FilterFlags filter;
  std::string out, costs, values;
  std::map<std::string, std::string> options;

  SeedOptions parsed(std::uint64_t seed) const {
    SeedOptions parsed = parse_options<SeedOptions>(given_options(options));
    parsed.seed = seed;
    return parsed;
  }

  /// `column=NAME` says which column the weights stand in.
  EdgeListHints hints(const SeedOptions& seeds) const {
    EdgeListHints hints = graph.hints();
    const ChanceRule rule = read_chance_rule(seeds.weights, "--weights");
    if (rule.kind == ChanceRule::Kind::Column && rule.column != kWeightColumn)
      hints.names[std::string(kWeightColumn)] = rule.column;
    return hints;
  }
};

void choose(const SeedsFlags& flags, const CommonOptions& common) {
  const SeedOptions options = flags.parsed(common.seed);
  const GraphSeeds seeds = [&] {
    const Graph graph =
        read_graph_file(flags.graph.path, flags.graph.options(), flags.hints(options));
    return graph_seeds(GraphView(graph, flags.filter.filter(graph)), options,
                       {.costs = flags.costs, .values = flags.values});
  }();
  if (flags.out.empty()) return write_csv(seeds.table, print);
  write_table(seeds.table, flags.out);
  print(common.json ? graph_seeds_json(seeds) : graph_seeds_text(seeds, flags.out));
}

MemoryEstimate seeds_memory(const SeedsFlags& flags, const CommonOptions& common) {
  const SeedOptions options = flags.parsed(common.seed);
  MemoryEstimate estimate = program_alone();
  const GraphSize size = add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate,
                                               flags.hints(options));
  estimate.add("seeds", Graph::bytes_of(size) + graph_seeds_bytes(size, options));
  return estimate;
}

}  // namespace

void add_seeds_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command =
      app.add_subcommand("seeds", "Choose whom word of mouth is to begin with, to reach most");
  auto flags = std::make_shared<SeedsFlags>();
  add_graph_flags(*command, flags->graph);
  add_filter_flags(*command, flags->filter);
  command->add_option("--costs", flags->costs,
                      "Table with the columns node_id and cost; who is not in it is not chosen");
  command->add_option("--values", flags->values,
                      "Table with the columns node_id and value: what reaching a person is worth");
  command->add_option("--out", flags->out,
                      "Table to write: .parquet, .arrow or .csv; absent: print CSV");
  for (const OptionInfo& option : describe<SeedOptions>())
    if (option.name != "seed") add_option_flag(*command, option, flags->options[option.name]);
  add_common_options(*command, common);
  command->footer("Example: grapevine seeds wiki-Vote.txt.gz --k 50 --out seeds.csv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { choose(*flags, common); },
              [&common, flags] { return seeds_memory(*flags, common); }};
  });
}

}  // namespace grapevine
