#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "engine/registry/options.hpp"
#include "study/simulate.hpp"

namespace grapevine {
namespace {

/// What `simulate` was told.
struct SimulateFlags {
  std::string out;
  std::map<std::string, std::string> options;

  ShopOptions read(std::uint64_t seed) const {
    OptionMap given;
    for (const auto& [name, text] : options)
      if (!text.empty()) given[name] = {{text}, "--" + name};
    ShopOptions shop = parse_options<ShopOptions>(given);
    shop.seed = seed;
    return shop;
  }
};

void simulate_and_print(const SimulateFlags& flags, const CommonOptions& common) {
  const ShopOptions options = flags.read(common.seed);
  const Simulated shop = simulate_to_folder(options, flags.out);
  print(common.json ? read_simulated_manifest(flags.out)
                    : simulated_text(options, shop, flags.out));
}

MemoryEstimate simulation_memory(const ShopOptions& options) {
  MemoryEstimate estimate = program_alone();
  add_simulation_stages(options, estimate);
  return estimate;
}

}  // namespace

void add_simulate_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* simulate = app.add_subcommand(
      "simulate", "A SIMULATED shop with its truth: who brought whom, and each person's CRV");
  auto flags = std::make_shared<SimulateFlags>();
  simulate
      ->add_option("--out", flags->out, "Folder for the shop; an earlier shop there is replaced")
      ->required();
  for (const OptionInfo& option : describe<ShopOptions>())
    add_option_flag(*simulate, option, flags->options[option.name]);
  add_common_options(*simulate, common);
  simulate->footer("Example: grapevine simulate --people 5000 --seed 1 --out shop");
  simulate->callback([&common, &action, flags] {
    action = {[&common, flags] { simulate_and_print(*flags, common); },
              [&common, flags] { return simulation_memory(flags->read(common.seed)); }};
  });
}

}  // namespace grapevine
