#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "algorithms/registry.hpp"
#include "cli/graph_flags.hpp"
#include "engine/registry/register.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/one_algorithm.hpp"
#include "study/study_memory.hpp"

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

/// The options of an algorithm as given, the seed among them where it draws random numbers.
OptionMap options_for(const Algorithm& algorithm, const std::map<std::string, std::string>& given,
                      const CommonOptions& common) {
  OptionMap options = given_options(given);
  if (std::ranges::find(algorithm.options, kSeedOption, &OptionInfo::name) !=
      algorithm.options.end())
    options[std::string(kSeedOption)] = {{std::to_string(common.seed)}, "--seed"};
  return options;
}

/// A fact as JSON has it: numbers and truth values as they are, words in quotes.
std::string json_fact(const std::string& text) {
  const bool bare = parse_double(text).has_value() || text == "true" || text == "false";
  return bare ? text : nlohmann::json(text).dump();
}

/// Writes the table, or prints it where there is no file to write.
void deliver(const TableOutput& output, const std::string& out, std::string_view rows, bool json) {
  std::string facts;
  for (const auto& [name, value] : output.facts)
    facts += (facts.empty() ? "" : ", ") +
             (json ? fmt::format("{}: {}", nlohmann::json(name).dump(), json_fact(value))
                   : name + " " + value);
  if (out.empty()) return write_csv(output.table, print);
  write_table(output.table, out);
  print(json ? fmt::format("{{\"rows\": {}{}{}}}\n", output.table.num_rows(),
                           facts.empty() ? "" : ", ", facts)
             : fmt::format("{} {} written to {}{}{}\n", output.table.num_rows(), rows, out,
                           facts.empty() ? "" : ": ", facts));
}

void score(const Algorithm& algorithm, const ScoreFlags& flags, const CommonOptions& common) {
  const OptionMap options = options_for(algorithm, flags.options, common);
  const TableOutput output = [&] {
    const Graph graph = flags.decay.decayed(flags.graph.read(), flags.filter);
    return algorithm.on_graph(GraphView(graph, flags.filter.filter(graph)), options);
  }();
  deliver(output, flags.out, "nodes", common.json);
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

void add_out_flag(CLI::App& command, std::string& out) {
  command.add_option("--out", out, "Table to write: .parquet, .arrow or .csv; absent: print CSV");
}

void add_algorithm_flags(CLI::App& command, const Algorithm& algorithm,
                         std::map<std::string, std::string>& texts) {
  for (const OptionInfo& option : algorithm.options)
    if (option.name != kSeedOption) add_option_flag(command, option, texts[option.name]);
}

/// Adds the options of an algorithm's command once the user has given it: those of all algorithms
/// would be half of what the program does before it begins.
void add_once_given(CLI::App& command, std::function<void()> add_options) {
  command.preparse_callback([add = std::move(add_options)](std::size_t) { add(); });
}

void add_graph_score(CLI::App& command, const Algorithm& algorithm, CommonOptions& common,
                     Action& action) {
  const std::string name(algorithm.doc.name);
  auto* one = command.add_subcommand(name, std::string(algorithm.doc.summary));
  auto flags = std::make_shared<ScoreFlags>();
  add_once_given(*one, [one, flags, &algorithm, &common] {
    add_graph_flags(*one, flags->graph);
    add_filter_flags(*one, flags->filter);
    add_decay_flags(*one, flags->decay);
    add_out_flag(*one, flags->out);
    add_algorithm_flags(*one, algorithm, flags->options);
    add_common_options(*one, common);
  });
  one->footer(
      fmt::format("Example: grapevine score {} wiki-Vote.txt.gz --out scores.parquet", name));
  one->callback([&common, &action, &algorithm, flags] {
    action = {[&common, &algorithm, flags] { score(algorithm, *flags, common); },
              [&algorithm, flags] { return score_memory(algorithm, *flags); }};
  });
}

/// Of an algorithm that needs more than ties: its options go before what the study says of them.
void add_study_score(CLI::App& command, const Algorithm& algorithm, CommonOptions& common,
                     Action& action) {
  struct Flags {
    std::string study, out;
    std::map<std::string, std::string> options;
  };
  const std::string name(algorithm.doc.name);
  auto* one = command.add_subcommand(name, std::string(algorithm.doc.summary));
  auto flags = std::make_shared<Flags>();
  add_once_given(*one, [one, flags, &algorithm, &common] {
    one->add_option("study", flags->study, "The study file")->required();
    add_out_flag(*one, flags->out);
    add_algorithm_flags(*one, algorithm, flags->options);
    add_common_options(*one, common);
  });
  one->footer(fmt::format("Example: grapevine score {} study.toml --out scores.parquet", name));
  one->callback([&common, &action, &algorithm, flags] {
    action = {[&common, &algorithm, flags] {
                const OptionMap options = options_for(algorithm, flags->options, common);
                deliver(score_study(read_study_file(flags->study), algorithm, options), flags->out,
                        "rows", common.json);
              },
              [flags] {
                MemoryEstimate estimate = program_alone();
                add_study_stages(read_study_file(flags->study), StudyStages::Scores, estimate);
                return estimate;
              }};
  });
}

}  // namespace

void add_score_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "score", "Any node-scoring algorithm on a graph file, or one score of a study");
  command->require_subcommand(1);
  std::string first;
  for (const Algorithm& algorithm : algorithms()) {
    if (algorithm.on_graph) {
      if (first.empty()) first = algorithm.doc.name;
      add_graph_score(*command, algorithm, common, action);
    } else if (algorithm.on_network) {
      add_study_score(*command, algorithm, common, action);
    }
  }
  command->footer(fmt::format("Example: grapevine score {} graph.txt --out scores.csv", first));
}

}  // namespace grapevine
