#pragma once
#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>

#include "engine/base/memory_estimate.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

/// Most that a whole number of a flag can be: options of algorithms hold as much.
inline constexpr std::uint64_t kLargestWhole = std::numeric_limits<std::int64_t>::max();

/// Flags that every command has.
struct CommonOptions {
  std::size_t threads = 0;  ///< 0: all of the machine's.
  std::uint64_t seed = 0;
  bool json = false;
  std::string memory;  ///< Most memory, as the user wrote it; empty: what the machine has free.
};

/// What the parsed command will do, and what it will hold while it does; set by the command that
/// the user gave. None can be set without its estimate.
struct Action {
  Action() = default;
  Action(std::function<void()> does, std::function<MemoryEstimate()> will_hold)
      : run(std::move(does)), estimate(std::move(will_hold)) {}

  std::function<void()> run;
  std::function<MemoryEstimate()> estimate;
};

/// Of a command that reads no input: the program itself.
MemoryEstimate program_alone();

/// Each adds one command, with help and an example, to the program.
void add_demo_command(CLI::App& app, CommonOptions& common, Action& action);
void add_run_command(CLI::App& app, CommonOptions& common, Action& action);
void add_check_command(CLI::App& app, CommonOptions& common, Action& action);
void add_attribute_command(CLI::App& app, CommonOptions& common, Action& action);
void add_clv_command(CLI::App& app, CommonOptions& common, Action& action);
void add_backtest_command(CLI::App& app, CommonOptions& common, Action& action);
void add_explain_command(CLI::App& app, CommonOptions& common, Action& action);
void add_what_if_command(CLI::App& app, CommonOptions& common, Action& action);
void add_verify_command(CLI::App& app, CommonOptions& common, Action& action);
void add_report_command(CLI::App& app, CommonOptions& common, Action& action);
void add_algorithms_command(CLI::App& app, CommonOptions& common, Action& action);
void add_score_command(CLI::App& app, CommonOptions& common, Action& action);
void add_learn_command(CLI::App& app, CommonOptions& common, Action& action);
void add_seeds_command(CLI::App& app, CommonOptions& common, Action& action);
void add_simulate_command(CLI::App& app, CommonOptions& common, Action& action);
void add_graph_command(CLI::App& app, CommonOptions& common, Action& action);
/// Adds `generate` to the command `graph`.
void add_generate_command(CLI::App& graph, CommonOptions& common, Action& action);
/// Its help only: `estimate` stands before another command, and the program takes it away.
void add_estimate_command(CLI::App& app, CommonOptions& common, Action& action);

/// All of these.
void add_all_commands(CLI::App& app, CommonOptions& common, Action& action);

/// Adds --threads, --seed, --memory and --json to a command.
void add_common_options(CLI::App& command, CommonOptions& common);

/// Adds --map to a command that reads tables.
void add_map_option(CLI::App& command, std::string& map);

/// Adds a flag for one option of a field list; `text` is what the user gives, empty: nothing.
void add_option_flag(CLI::App& command, const OptionInfo& option, std::string& text);

/// Prints to standard output. Errors: Storage when it is closed or full.
void print(const std::string& text);

}  // namespace grapevine
