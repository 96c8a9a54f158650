#include <fmt/format.h>

#include <memory>

#include "cli/graph_flags.hpp"
#include "engine/registry/register.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/graph_convert.hpp"
#include "study/graph_info.hpp"
#include "study/graph_what_if.hpp"

namespace grapevine {
namespace {

/// What `graph convert` was told.
struct ConvertFlags {
  GraphFlags graph;
  std::string out, directions = "both";

  GraphOptions options() const {
    GraphOptions options = graph.options();
    if (directions == "out") options.directions = Directions::Out;
    return options;
  }
};

void convert(const ConvertFlags& flags, bool json) {
  check_graph_ending(flags.out);
  const Graph graph = read_graph_file(flags.graph.path, flags.options(), flags.graph.hints());
  write_graph_file(graph, flags.out);
  print(json ? converted_json(graph) : converted_text(graph, flags.out));
}

void add_convert_command(CLI::App& graph, CommonOptions& common, Action& action) {
  auto* command = graph.add_subcommand("convert", "Write a graph in another format");
  auto flags = std::make_shared<ConvertFlags>();
  add_graph_flags(*command, flags->graph);
  command
      ->add_option("--out", flags->out,
                   "File to write: .gv (a snapshot, opened without reading it), .parquet, .arrow, "
                   ".csv, .txt, .tsv")
      ->required();
  command
      ->add_option("--directions", flags->directions,
                   "Rows that a .gv file has; 'out' is half as large, for walks along ties only")
      ->check(CLI::IsMember({"both", "out"}))
      ->capture_default_str();
  add_common_options(*command, common);
  command->footer("Example: grapevine graph convert wiki-Vote.txt.gz --out wiki-Vote.gv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { convert(*flags, common.json); },
              [flags] { return graph_memory(flags->graph); }};
  });
}

/// What `graph what-if` was told.
struct WhatIfFlags {
  GraphFlags graph;
  std::string changes, out;
  std::map<std::string, std::string> options;

  GraphWhatIfOptions parsed() const {
    return parse_options<GraphWhatIfOptions>(given_options(options));
  }
};

void what_if(const WhatIfFlags& flags, bool json) {
  const auto changes = read_graph_changes(flags.changes);
  const GraphWhatIf result = graph_what_if(flags.graph.read(), changes, flags.parsed());
  if (flags.out.empty()) return write_csv(result.table, print);
  write_table(result.table, flags.out);
  print(json ? graph_what_if_json(result) : graph_what_if_text(result, flags.out));
}

MemoryEstimate what_if_memory(const WhatIfFlags& flags) {
  MemoryEstimate estimate = program_alone();
  const GraphSize size =
      add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate, flags.graph.hints());
  estimate.add("walk", Graph::bytes_of(size) + graph_what_if_bytes(size));
  // The graph is gone when the table is written: three scores, and the ids as text.
  const auto id = static_cast<std::uint64_t>(std::max(8.0, size.mean_id_bytes)) + 4;
  estimate.add("table", size.nodes * (3 * sizeof(double) + id) +
                            writing_bytes(std::filesystem::path(flags.out).extension().string(),
                                          size.nodes, 4, std::max(8.0, size.mean_id_bytes)));
  return estimate;
}

void add_graph_what_if_command(CLI::App& graph, CommonOptions& common, Action& action) {
  auto* command = graph.add_subcommand(
      "what-if", "Scores of a seeded walk before and after changes of people, ties and purchases");
  auto flags = std::make_shared<WhatIfFlags>();
  add_graph_flags(*command, flags->graph);
  command
      ->add_option("--changes", flags->changes,
                   "Table with the columns change (set_tie, add_person, remove_person, "
                   "add_purchases), person, target, weight")
      ->required();
  command->add_option("--out", flags->out,
                      "Table to write: .parquet, .arrow or .csv; absent: print CSV");
  for (const OptionInfo& option : describe<GraphWhatIfOptions>())
    add_option_flag(*command, option, flags->options[option.name]);
  add_common_options(*command, common);
  command->footer(
      "Example: grapevine graph what-if friends.csv --changes changes.csv --seeds ann=1 --out "
      "scores.csv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { what_if(*flags, common.json); },
              [flags] { return what_if_memory(*flags); }};
  });
}

}  // namespace

void add_graph_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand("graph", "Look at a graph file, or make one");
  command->require_subcommand(1);
  command->footer("Example: grapevine graph info wiki-Vote.txt.gz");
  auto* info = command->add_subcommand("info", "Sizes, loops, parallel ties, sinks, degrees");
  auto flags = std::make_shared<GraphFlags>();
  add_graph_flags(*info, *flags);
  add_common_options(*info, common);
  info->footer("Example: grapevine graph info wiki-Vote.txt.gz --json");
  info->callback([&common, &action, flags] {
    action = {[&common, flags] {
                const GraphInfo found = graph_info(flags->read());
                print(common.json ? graph_info_json(found) : graph_info_text(found));
              },
              [flags] { return graph_memory(*flags); }};
  });
  add_convert_command(*command, common, action);
  add_graph_what_if_command(*command, common, action);
  add_generate_command(*command, common, action);
}

}  // namespace grapevine
