#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <new>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"

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

int run(int argc, char** argv) {
  CLI::App app{
      "Grapevine measures what a person's word brings in, in context: customer referral value (CRV) on "
      "social networks."};
  app.name("grapevine");
  app.set_version_flag("--version", GRAPEVINE_VERSION);
  app.require_subcommand(1);
  app.footer("Example: grapevine demo");
  CommonOptions common;
  Action action;
  for (const auto add : {add_demo_command, add_run_command, add_verify_command, add_score_command,
                         add_graph_command, add_algorithms_command})
    add(app, common, action);
  auto arguments = normalised_arguments(argc, argv);
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
    return report(kOurFault, "memory: there is not enough; give the machine more, or a smaller input");
  } catch (const std::exception& error) {
    return report(kOurFault, std::string("internal error: ") + error.what() + "; please report it");
  }
}
