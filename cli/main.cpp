#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <new>
#include <optional>
#include <span>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/registry/field.hpp"

namespace {

using namespace grapevine;

constexpr int kBadInput = 2, kOurFault = 1, kInterrupted = 130;

int report(int code, const std::string& message) {
  clear_progress();
  fmt::print(stderr, "grapevine: {}\n", message);
  return code;
}

/// CLI11's message on one line, with what to do.
std::string one_line(std::string message) {
  std::ranges::replace(message, '\n', ' ');
  while (!message.empty() && message.back() == ' ') message.pop_back();
  return "command line: " + message + "; see grapevine --help, or --help after a command";
}

/// What is wrong with the command that the arguments begin with, or nothing. CLI11 would say no
/// more than that one is required.
std::optional<std::string> wrong_command(const CLI::App& app,
                                         std::span<const std::string> arguments,
                                         const std::string& shown) {
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  if (commands.empty()) return std::nullopt;
  std::vector<std::string> known;
  for (const CLI::App* command : commands) known.push_back(command->get_name());
  if (arguments.empty())
    return "command line: " + shown + " needs one more word; known: " + joined(known);
  const std::string& given = arguments.front();
  if (given.starts_with('-')) return std::nullopt;
  if (std::ranges::find(known, given) == known.end())
    return "command line: " + shown + " has no " + in_quotes(given) + "; known: " + joined(known);
  return wrong_command(*app.get_subcommand(given), arguments.subspan(1), shown + " " + given);
}

int run(int argc, char** argv) {
  CLI::App app{
      "Grapevine measures what a person's word brings in, in context: customer referral value "
      "(CRV) on "
      "social networks."};
  app.name("grapevine");
  app.set_version_flag("--version", GRAPEVINE_VERSION);
  app.require_subcommand(1);
  app.footer("Example: grapevine demo");
  CommonOptions common;
  Action action;
  for (const auto add : {add_demo_command, add_run_command, add_check_command, add_verify_command,
                         add_score_command, add_graph_command, add_algorithms_command})
    add(app, common, action);
  auto arguments = normalised_arguments(argc, argv);
  if (const auto wrong = wrong_command(app, arguments, "grapevine"))
    return report(kBadInput, *wrong);
  std::ranges::reverse(arguments);  // as CLI11 wants them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return report(kBadInput, one_line(error.what()));
  }
  install_interrupt_handler();
  const ThreadLimit limit(common.threads);
  const ScopedProgress progress(terminal_progress());
  action();
  clear_progress();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Error& error) {
    return report(error.code() == ErrorCode::Interrupted ? kInterrupted : kBadInput, error.what());
  } catch (const std::bad_alloc&) {
    return report(kOurFault,
                  "memory: there is not enough; give the machine more, or a smaller input");
  } catch (const std::exception& error) {
    return report(kOurFault, std::string("internal error: ") + error.what() + "; please report it");
  }
}
