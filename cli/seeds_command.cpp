#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "cli/graph_flags.hpp"
#include "engine/base/error.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/column_mapping.hpp"
#include "study/graph_seeds.hpp"
#include "study/study_memory.hpp"
#include "study/study_seeds.hpp"

namespace grapevine {
namespace {

/// The column that a graph's weights are read from where `--weights` names none.
constexpr std::string_view kWeightColumn = "weight";

/// What `seeds` was told.
struct SeedsFlags {
  GraphFlags graph;
  FilterFlags filter;
  std::string out, costs, values, context;
  std::map<std::string, std::string> options;

  bool is_study() const { return graph.path.ends_with(".toml"); }

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

StudyFile read_study(const SeedsFlags& flags) {
  StudyFile study = read_study_file(flags.graph.path);
  map_columns(study, parse_column_map(flags.graph.map));
  return study;
}

void choose_in_study(const SeedsFlags& flags, const CommonOptions& common) {
  const StudySeeds seeds = study_seeds(
      read_study(flags),
      {.options = flags.parsed(common.seed), .context = flags.context, .costs = flags.costs});
  for (const std::string& warning : seeds.warnings)
    std::cerr << "grapevine: warning: " << warning << "\n";
  if (flags.out.empty()) return write_csv(seeds.table, print);
  write_table(seeds.table, flags.out);
  print(common.json ? study_seeds_json(seeds) : study_seeds_text(seeds, flags.out));
}

void choose(const SeedsFlags& flags, const CommonOptions& common) {
  if (flags.is_study()) return choose_in_study(flags, common);
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
  if (flags.is_study()) {
    const StudyFile study = read_study(flags);
    add_study_stages(study, StudyStages::Loading, estimate);
    add_seed_stage(study, options, !flags.context.empty(), estimate);
    return estimate;
  }
  const GraphSize size = add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate,
                                               flags.hints(options));
  estimate.add("seeds", Graph::bytes_of(size) + graph_seeds_bytes(size, options));
  return estimate;
}

/// Flags of one kind of input, with the other.
void refuse_flags_of_other_input(const CLI::App& command, const SeedsFlags& flags) {
  const std::vector<std::string> of_graphs = {
      "--values", "--undirected", "--canonical", "--ids",    "--self_loops", "--parallel_edges",
      "--type",   "--sign",       "--at",        "--before", "--after"};
  const std::vector<std::string> of_studies = {"--context"};
  for (const std::string& flag : flags.is_study() ? of_graphs : of_studies)
    if (command.count(flag) > 0)
      throw Error(ErrorCode::InvalidOption, flag,
                  flags.is_study() ? "it is for graph files, and a study says it itself"
                                   : "it is for studies, and a graph file has no contexts",
                  "leave it out");
}

}  // namespace

void add_seeds_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command =
      app.add_subcommand("seeds", "Choose whom word of mouth is to begin with, to reach most");
  auto flags = std::make_shared<SeedsFlags>();
  add_graph_flags(*command, flags->graph);
  add_filter_flags(*command, flags->filter);
  command->add_option("--costs", flags->costs,
                      "Table with the columns node_id and cost (of a study person_id, cost and "
                      "perhaps context_id); who is not in it is not chosen");
  command->add_option("--context", flags->context,
                      "Of a study: choose in this context alone; absent: in all under one limit");
  command->add_option("--values", flags->values,
                      "Table with the columns node_id and value: what reaching a person is worth");
  command->add_option("--out", flags->out,
                      "Table to write: .parquet, .arrow or .csv; absent: print CSV");
  for (const OptionInfo& option : describe<SeedOptions>())
    if (option.name != "seed") add_option_flag(*command, option, flags->options[option.name]);
  add_common_options(*command, common);
  command->footer(
      "GRAPH may be a study file (.toml): then people are chosen in contexts, to reach most "
      "margin\n"
      "Example: grapevine seeds wiki-Vote.txt.gz --k 50 --out seeds.csv");
  command->callback([&common, &action, command, flags] {
    refuse_flags_of_other_input(*command, *flags);
    action = {[&common, flags] { choose(*flags, common); },
              [&common, flags] { return seeds_memory(*flags, common); }};
  });
}

}  // namespace grapevine
