#include <fmt/format.h>

#include <memory>
#include <optional>

#include "algorithms/registry.hpp"
#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "engine/graph/decayed_weights.hpp"
#include "engine/registry/register.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/catalogue.hpp"
#include "study/graph_convert.hpp"
#include "study/graph_file.hpp"
#include "study/graph_info.hpp"
#include "study/graph_what_if.hpp"
#include "study/tie_filter.hpp"

namespace grapevine {
namespace {

/// How to read a graph file, as the user said it.
struct GraphFlags {
  std::string path, map, self_loops = "keep", parallel_edges = "keep";
  bool undirected = false, canonical = false;

  GraphOptions options() const {
    GraphOptions options{.directed = !undirected, .canonical = canonical};
    if (self_loops == "drop") options.self_loops = SelfLoops::Drop;
    if (parallel_edges == "drop") options.parallel_edges = ParallelEdges::Drop;
    if (parallel_edges == "sum") options.parallel_edges = ParallelEdges::Sum;
    return options;
  }

  EdgeColumnNames names() const { return edge_column_names(parse_column_map(map)); }
  Graph read() const { return read_graph_file(path, options(), names()); }
};

void add_graph_flags(CLI::App& command, GraphFlags& flags) {
  command
      .add_option("GRAPH", flags.path, "A graph file, its format by its ending, also .gz or .zst")
      ->required();
  add_map_option(command, flags.map);
  command.add_flag("--undirected", flags.undirected, "Each line is a tie both ways");
  command.add_flag("--canonical", flags.canonical,
                   "Nodes by id and rows sorted: the same bytes for the same ties in any order");
  command.add_option("--self_loops", flags.self_loops, "Ties from a node to itself")
      ->check(CLI::IsMember({"keep", "drop"}))
      ->capture_default_str();
  command.add_option("--parallel_edges", flags.parallel_edges, "Ties between the same two nodes")
      ->check(CLI::IsMember({"keep", "drop", "sum"}))
      ->capture_default_str();
}

/// Which ties to look at, as the user said it.
struct FilterFlags {
  std::vector<std::string> types;
  std::string sign, at, before, after;

  TieFilter filter(const Graph& graph) const {
    TieFilter filter;
    for (const std::string& type : types) filter.types.push_back(tie_type(graph, type));
    if (!sign.empty()) filter.sign = sign == "-1" ? -1 : 1;
    if (!at.empty()) filter.at = tie_time("--at", at);
    if (!before.empty()) filter.before = tie_time("--before", before);
    if (!after.empty()) filter.after = tie_time("--after", after);
    return filter;
  }
};

void add_filter_flags(CLI::App& command, FilterFlags& flags) {
  command.add_option("--type", flags.types, "Ties of these types alone, separated by commas")
      ->delimiter(',');
  command.add_option("--sign", flags.sign, "Ties of this sign alone")
      ->check(CLI::IsMember({"1", "-1"}));
  command.add_option("--at", flags.at, "Ties that were there at this time: 2021-03-05");
  command.add_option("--before", flags.before, "Ties begun before this time, or undated");
  command.add_option("--after", flags.after, "Ties begun then or later");
}

/// How ties lose weight with their age, as the user said it.
struct DecayFlags {
  std::optional<double> half_life_days;
  std::string undated = "keep";

  /// The graph as it is at the time of --at.
  Graph decayed(Graph graph, const FilterFlags& filter) const {
    if (!half_life_days) return graph;
    if (filter.at.empty())
      throw Error(ErrorCode::InvalidOption, "--half_life", "there is no time to count ages from",
                  "give it as --at 2021-03-05");
    return with_decayed_weights(
        graph, *half_life_days, tie_time("--at", filter.at),
        undated == "refuse" ? UndatedTies::Refuse : UndatedTies::KeepWeight);
  }
};

void add_decay_flags(CLI::App& command, DecayFlags& flags) {
  command.add_option("--half_life", flags.half_life_days,
                     "Ties lose half their weight in so many days before the time of --at");
  command.add_option("--undated", flags.undated, "With --half_life, ties without a time")
      ->check(CLI::IsMember({"keep", "refuse"}))
      ->capture_default_str();
}

/// What one `score ALGORITHM` was told.
struct ScoreFlags {
  GraphFlags graph;
  FilterFlags filter;
  DecayFlags decay;
  std::string out;
  std::map<std::string, std::string> options;
};

void score(const Algorithm& algorithm, const ScoreFlags& flags, bool json) {
  OptionMap options;
  for (const auto& [name, text] : flags.options)
    if (!text.empty()) options[name] = {{text}, "--" + name};
  const TableOutput output = [&] {
    const Graph graph = flags.decay.decayed(flags.graph.read(), flags.filter);
    return algorithm.on_graph(GraphView(graph, flags.filter.filter(graph)), options);
  }();
  std::string facts;
  for (const auto& [name, value] : output.facts)
    facts += (facts.empty() ? "" : ", ") +
             (json ? fmt::format("\"{}\": {}", name, value) : name + " " + value);
  if (flags.out.empty()) return write_csv(output.table, print);
  write_table(output.table, flags.out);
  print(json ? fmt::format("{{\"rows\": {}{}{}}}\n", output.table.num_rows(),
                           facts.empty() ? "" : ", ", facts)
             : fmt::format("{} nodes written to {}{}{}\n", output.table.num_rows(), flags.out,
                           facts.empty() ? "" : ": ", facts));
}

MemoryEstimate score_memory(const Algorithm& algorithm, const ScoreFlags& flags) {
  MemoryEstimate estimate = program_alone();
  GraphSize size =
      add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate, flags.graph.names());
  if (flags.decay.half_life_days) size.weight = true;
  const std::uint64_t graph = Graph::bytes_of(size);
  estimate.add(std::string(algorithm.doc.name), graph + on_graph_bytes(algorithm, size));
  // `score` lets go of the graph before it writes.
  const std::uint64_t columns = 1 + algorithm.node_columns.size();
  estimate.add("table", node_table_bytes(algorithm, size) +
                            writing_bytes(std::filesystem::path(flags.out).extension().string(),
                                          size.nodes, columns, std::max(8.0, size.mean_id_bytes)));
  return estimate;
}

MemoryEstimate graph_memory(const GraphFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_graph_file_stages(flags.path, flags.options(), estimate, flags.names());
  return estimate;
}

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
  const Graph graph = read_graph_file(flags.graph.path, flags.options(), flags.graph.names());
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
    OptionMap given;
    for (const auto& [name, text] : options)
      if (!text.empty()) given[name] = {{text}, "--" + name};
    return parse_options<GraphWhatIfOptions>(given);
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
      add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate, flags.graph.names());
  estimate.add("walk", Graph::bytes_of(size) + graph_what_if_bytes(size));
  estimate.add("table", Graph::bytes_of(size) + graph_what_if_bytes(size) +
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

void add_score_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand("score", "Any node-scoring algorithm on a graph file");
  command->require_subcommand(1);
  std::string first;
  for (const Algorithm& algorithm : algorithms()) {
    if (!algorithm.on_graph) continue;
    const std::string name(algorithm.doc.name);
    if (first.empty()) first = name;
    auto* one = command->add_subcommand(name, std::string(algorithm.doc.summary));
    auto flags = std::make_shared<ScoreFlags>();
    add_graph_flags(*one, flags->graph);
    add_filter_flags(*one, flags->filter);
    add_decay_flags(*one, flags->decay);
    one->add_option("--out", flags->out,
                    "Table to write: .parquet, .arrow or .csv; absent: print CSV");
    for (const OptionInfo& option : algorithm.options)
      add_option_flag(*one, option, flags->options[option.name]);
    add_common_options(*one, common);
    one->footer(
        fmt::format("Example: grapevine score {} wiki-Vote.txt.gz --out scores.parquet", name));
    one->callback([&common, &action, &algorithm, flags] {
      action = {[&common, &algorithm, flags] { score(algorithm, *flags, common.json); },
                [&algorithm, flags] { return score_memory(algorithm, *flags); }};
    });
  }
  command->footer(fmt::format("Example: grapevine score {} graph.txt --out scores.csv", first));
}

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
