#include "cli/graph_flags.hpp"

#include "engine/base/error.hpp"
#include "engine/graph/decayed_weights.hpp"

namespace grapevine {

EdgeListHints GraphFlags::hints() const {
  EdgeListHints hints{.names = edge_column_names(parse_column_map(map))};
  if (ids == "integer") hints.ids = IdKind::Integer;
  if (ids == "text") hints.ids = IdKind::Text;
  return hints;
}

TieFilter FilterFlags::filter(const Graph& graph) const {
  TieFilter filter;
  for (const std::string& type : types) filter.types.push_back(tie_type(graph, type));
  if (!sign.empty()) filter.sign = sign == "-1" ? -1 : 1;
  if (!at.empty()) filter.at = tie_time("--at", at);
  if (!before.empty()) filter.before = tie_time("--before", before);
  if (!after.empty()) filter.after = tie_time("--after", after);
  return filter;
}

Graph DecayFlags::decayed(Graph graph, const FilterFlags& filter) const {
  if (!half_life_days) return graph;
  if (filter.at.empty())
    throw Error(ErrorCode::InvalidOption, "--half_life", "there is no time to count ages from",
                "give it as --at 2021-03-05");
  return with_decayed_weights(graph, *half_life_days, tie_time("--at", filter.at),
                              undated == "refuse" ? UndatedTies::Refuse : UndatedTies::KeepWeight);
}

void add_graph_flags(CLI::App& command, GraphFlags& flags) {
  command
      .add_option("GRAPH", flags.path, "A graph file, its format by its ending, also .gz or .zst")
      ->required();
  add_map_option(command, flags.map);
  command.add_flag("--undirected", flags.undirected, "Each line is a tie both ways");
  command.add_flag("--canonical", flags.canonical,
                   "Nodes by id and rows sorted: the same bytes for the same ties in any order");
  command
      .add_option("--ids", flags.ids,
                  "What the ids of a list of ties are; detected: integers where all of them are")
      ->check(
          CLI::IsMember(std::vector<std::string>(std::begin(kIdKindNames), std::end(kIdKindNames))))
      ->capture_default_str();
  command.add_option("--self_loops", flags.self_loops, "Ties from a node to itself")
      ->check(CLI::IsMember({"keep", "drop"}))
      ->capture_default_str();
  command.add_option("--parallel_edges", flags.parallel_edges, "Ties between the same two nodes")
      ->check(CLI::IsMember({"keep", "drop", "sum"}))
      ->capture_default_str();
}

void add_filter_flags(CLI::App& command, FilterFlags& flags) {
  command.add_option("--type", flags.types, "Ties of these types alone, separated by commas")
      ->delimiter(',');
  command.add_option("--sign", flags.sign, "Ties of this sign alone")
      ->check(CLI::IsMember({"1", "-1"}));
  command.add_option("--at", flags.at, "Ties that were there at this time: 2021-03-05");
  command.add_option("--before", flags.before, "Ties begun before this time, or undated");
  command.add_option("--after", flags.after, "Ties begun then or later");
}

void add_decay_flags(CLI::App& command, DecayFlags& flags) {
  command.add_option("--half_life", flags.half_life_days,
                     "Ties lose half their weight in so many days before the time of --at");
  command.add_option("--undated", flags.undated, "With --half_life, ties without a time")
      ->check(CLI::IsMember({"keep", "refuse"}))
      ->capture_default_str();
}

MemoryEstimate graph_memory(const GraphFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_graph_file_stages(flags.path, flags.options(), estimate, flags.hints());
  return estimate;
}

OptionMap given_options(const std::map<std::string, std::string>& texts) {
  OptionMap options;
  for (const auto& [name, text] : texts)
    if (!text.empty()) options[name] = {{text}, "--" + name};
  return options;
}

}  // namespace grapevine
