#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "algorithms/registry.hpp"
#include "cli/graph_flags.hpp"
#include "engine/registry/register.hpp"
#include "loaders/writers/write_table.hpp"

namespace grapevine {
namespace {

/// What one `score ALGORITHM` was told.
struct ScoreFlags {
  GraphFlags graph;
  FilterFlags filter;
  DecayFlags decay;
  std::string out;
  std::map<std::string, std::string> options;
};

/// An option that every command has a flag for.
constexpr std::string_view kSeedOption = "seed";

void score(const Algorithm& algorithm, const ScoreFlags& flags, const CommonOptions& common) {
  const bool json = common.json;
  OptionMap options = given_options(flags.options);
  if (std::ranges::find(algorithm.options, kSeedOption, &OptionInfo::name) !=
      algorithm.options.end())
    options[std::string(kSeedOption)] = {{std::to_string(common.seed)}, "--seed"};
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
      add_graph_file_stages(flags.graph.path, flags.graph.options(), estimate, flags.graph.hints());
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
      if (option.name != kSeedOption) add_option_flag(*one, option, flags->options[option.name]);
    add_common_options(*one, common);
    one->footer(
        fmt::format("Example: grapevine score {} wiki-Vote.txt.gz --out scores.parquet", name));
    one->callback([&common, &action, &algorithm, flags] {
      action = {[&common, &algorithm, flags] { score(algorithm, *flags, common); },
                [&algorithm, flags] { return score_memory(algorithm, *flags); }};
    });
  }
  command->footer(fmt::format("Example: grapevine score {} graph.txt --out scores.csv", first));
}

}  // namespace grapevine
