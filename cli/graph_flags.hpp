#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "engine/graph/graph.hpp"
#include "engine/registry/options.hpp"
#include "study/graph_file.hpp"
#include "study/tie_filter.hpp"

namespace grapevine {

/// How to read a graph file, as the user said it.
struct GraphFlags {
  std::string path, map, self_loops = "keep", parallel_edges = "keep", ids = "detected";
  bool undirected = false, canonical = false;

  GraphOptions options() const {
    GraphOptions options{.directed = !undirected, .canonical = canonical};
    if (self_loops == "drop") options.self_loops = SelfLoops::Drop;
    if (parallel_edges == "drop") options.parallel_edges = ParallelEdges::Drop;
    if (parallel_edges == "sum") options.parallel_edges = ParallelEdges::Sum;
    return options;
  }

  EdgeListHints hints() const;
  Graph read() const { return read_graph_file(path, options(), hints()); }
};

void add_graph_flags(CLI::App& command, GraphFlags& flags);

/// Which ties to look at, as the user said it.
struct FilterFlags {
  std::vector<std::string> types;
  std::string sign, at, before, after;

  TieFilter filter(const Graph& graph) const;
};

void add_filter_flags(CLI::App& command, FilterFlags& flags);

/// How ties lose weight with their age, as the user said it.
struct DecayFlags {
  std::optional<double> half_life_days;
  std::string undated = "keep";

  /// The graph as it is at the time of --at.
  Graph decayed(Graph graph, const FilterFlags& filter) const;
};

void add_decay_flags(CLI::App& command, DecayFlags& flags);

/// What the graph of a command takes to read.
MemoryEstimate graph_memory(const GraphFlags& flags);

/// The options that were given, by their flags.
OptionMap given_options(const std::map<std::string, std::string>& texts);

}  // namespace grapevine
