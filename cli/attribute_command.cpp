#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "loaders/columnar/path_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/attribute.hpp"

namespace grapevine {
namespace {

/// What `attribute` was told.
struct AttributeFlags {
  std::string paths, map, models, out, tables, repeats = "count";
  std::map<std::string, std::string> options;

  AttributionRequest request() const {
    AttributionRequest request;
    if (!models.empty()) request.models = list_items({{models}, "--model"});
    for (const auto& [name, text] : options)
      if (!text.empty()) request.options[name] = {{text}, "--" + name};
    request.repeats = repeats == "once" ? Repeats::Once : Repeats::Count;
    return request;
  }
};

void attribute(const AttributeFlags& flags, bool json) {
  const AttributionRequest request = flags.request();
  const Paths paths = read_paths(flags.paths, path_column_names(parse_column_map(flags.map)));
  const AttributedPaths attributed = attribute_paths(paths, request);
  const auto ending = std::filesystem::path(flags.out).extension().string();
  if (!flags.out.empty()) write_table(attributed.credits, flags.out);
  std::string written = flags.out.empty() ? "" : "\nWritten: " + flags.out;
  if (!flags.tables.empty()) {
    std::filesystem::create_directories(flags.tables);
    for (const NamedTable& named : attributed.tables) {
      const auto file = std::filesystem::path(flags.tables) /
                        (named.name + (is_table_ending(ending) ? ending : ".csv"));
      write_table(named.table, file);
      written += " " + file.string();
    }
  }
  if (json) return print(attribution_json(attributed));
  print(attribution_text(attributed) + (written.empty() ? "" : written + "\n"));
}

MemoryEstimate attribution_memory(const AttributeFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_attribution_stages(flags.paths, parse_column_map(flags.map), estimate);
  return estimate;
}

}  // namespace

void add_attribute_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "attribute", "Share out the conversions and value of journeys among channels or people");
  auto flags = std::make_shared<AttributeFlags>();
  command
      ->add_option("PATHS", flags->paths,
                   "A table with a path such as `a > b > c` in each row, or a step in each row")
      ->required();
  std::string known;
  for (const Algorithm* model : path_models())
    known += (known.empty() ? "" : ", ") + std::string(model->doc.name);
  command->add_option("--model", flags->models,
                      fmt::format("One or more of {}, with commas between; absent: {}", known,
                                  path_models().front()->doc.name));
  command->add_option("--out", flags->out,
                      "Table to write: .parquet, .arrow or .csv; absent: print a summary only");
  command->add_option("--tables", flags->tables,
                      "Folder for what models tell besides, such as transitions");
  command
      ->add_option("--repeats", flags->repeats,
                   "Whether a player met twice in a path has two touches, or one as a person has")
      ->check(CLI::IsMember({"count", "once"}))
      ->capture_default_str();
  for (const Algorithm* model : path_models())
    for (const OptionInfo& option : model->options)
      if (!flags->options.contains(option.name))
        add_option_flag(*command, option, flags->options[option.name]);
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer("Example: grapevine attribute paths.csv --model first,last,linear --out c.csv");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { attribute(*flags, common.json); },
              [flags] { return attribution_memory(*flags); }};
  });
}

}  // namespace grapevine
