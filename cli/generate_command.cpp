#include <fmt/format.h>

#include <memory>

#include "algorithms/generation/registry.hpp"
#include "cli/commands.hpp"
#include "study/generate.hpp"

namespace grapevine {
namespace {

/// What one `graph generate GENERATOR` was told.
struct GenerateFlags {
  std::string out;
  std::map<std::string, std::string> options;

  std::unique_ptr<const ArcSource> source(const Generator& generator, std::uint64_t seed) const {
    OptionMap given;
    for (const auto& [name, text] : options)
      if (!text.empty()) given[name] = {{text}, "--" + name};
    return generator.source(given, seed);
  }
};

void generate_and_print(const ArcSource& source, const std::string& out, bool json) {
  const Generated made = generate_to_file(source, out);
  print(json ? generated_json(made) : generated_text(made, out));
}

MemoryEstimate generation_memory(const ArcSource& source, const std::string& out) {
  MemoryEstimate estimate = program_alone();
  add_generation_stages(source, out, estimate);
  return estimate;
}

void add_generator(CLI::App& command, const Generator& generator, CommonOptions& common,
                   Action& action) {
  auto* one =
      command.add_subcommand(std::string(generator.doc.name), std::string(generator.doc.summary));
  auto flags = std::make_shared<GenerateFlags>();
  one->add_option("--out", flags->out,
                  "Graph file to write: .txt, .tsv, .csv, these also with .gz or .zst, .parquet, "
                  ".arrow or .gv")
      ->required();
  for (const OptionInfo& option : generator.options)
    add_option_flag(*one, option, flags->options[option.name]);
  add_common_options(*one, common);
  one->footer(fmt::format("{}.\nExample: grapevine graph generate {} {} --seed 1 --out {}.txt",
                          generator.doc.reference, generator.doc.name, generator.doc.example,
                          generator.doc.name));
  one->callback([&common, &action, &generator, flags] {
    action = {[&common, &generator, flags] {
                generate_and_print(*flags->source(generator, common.seed), flags->out, common.json);
              },
              [&common, &generator, flags] {
                return generation_memory(*flags->source(generator, common.seed), flags->out);
              }};
  });
}

}  // namespace

void add_generate_command(CLI::App& graph, CommonOptions& common, Action& action) {
  auto* command = graph.add_subcommand("generate", "A random graph, the same at any thread count");
  command->require_subcommand(1);
  for (const Generator& generator : generators())
    add_generator(*command, generator, common, action);
  const GeneratorDoc& first = generators().front().doc;
  command->footer(fmt::format("Example: grapevine graph generate {} {} --seed 1 --out graph.txt",
                              first.name, first.example));
}

}  // namespace grapevine
