#pragma once
#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>

namespace grapevine {

/// Flags that every command has.
struct CommonOptions {
  std::size_t threads = 0;  ///< 0: all of the machine's.
  std::uint64_t seed = 0;
  bool json = false;
};

/// What the parsed command will do; set by the command that the user gave.
using Action = std::function<void()>;

/// Each adds one command, with help and an example, to the program.
void add_demo_command(CLI::App& app, CommonOptions& common, Action& action);
void add_run_command(CLI::App& app, CommonOptions& common, Action& action);
void add_check_command(CLI::App& app, CommonOptions& common, Action& action);
void add_verify_command(CLI::App& app, CommonOptions& common, Action& action);
void add_algorithms_command(CLI::App& app, CommonOptions& common, Action& action);
void add_score_command(CLI::App& app, CommonOptions& common, Action& action);
void add_graph_command(CLI::App& app, CommonOptions& common, Action& action);

/// Adds --threads, --seed and --json to a command.
void add_common_options(CLI::App& command, CommonOptions& common);

/// Adds --map to a command that reads tables.
void add_map_option(CLI::App& command, std::string& map);

/// Prints to standard output. Errors: Storage when it is closed or full.
void print(const std::string& text);

}  // namespace grapevine
