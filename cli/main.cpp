#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <new>
#include <optional>
#include <span>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/registry/field.hpp"
#include "study/memory_report.hpp"

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

/// Makes the peak of memory follow from the input, so that it can be told beforehand: a large block
/// that is freed goes back to the system at once (glibc would raise its threshold, and keep up to
/// 32 MiB of them), and Arrow's buffers come from the same place (its own pool holds on to more).
void make_memory_predictable() {
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  setenv("ARROW_DEFAULT_MEMORY_POOL", "system", /*overwrite=*/0);
}

/// Where to write is of no matter to an estimate.
void allow_no_output(CLI::App& command) {
  if (CLI::Option* out = command.get_option_no_throw("--out")) out->required(false);
  for (CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
    allow_no_output(*below);
}

/// Takes away an `estimate` that stands before another command; whether there was one.
bool take_estimate(CLI::App& app, std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front() != "estimate") return false;
  if (arguments.size() > 1 && (arguments[1] == "--help" || arguments[1] == "-h")) return false;
  arguments.erase(arguments.begin());
  allow_no_output(app);
  return true;
}

std::optional<ScopedMemoryLimit> limit_memory(const CommonOptions& common) {
  if (common.memory.empty()) return std::nullopt;
  return std::make_optional<ScopedMemoryLimit>(read_memory_size(common.memory, "--memory"));
}

/// Of input that cannot be told beforehand the command itself says what is wrong.
void refuse_too_much_memory(const Action& action, const CommonOptions& common) {
  MemoryEstimate estimate;
  try {
    estimate = action.estimate();
  } catch (const Error&) {
    return;
  }
  refuse_above_limit(estimate, !common.memory.empty());
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
  add_all_commands(app, common, action);
  auto arguments = normalised_arguments(argc, argv);
  const bool estimates = take_estimate(app, arguments);
  if (const auto wrong =
          wrong_command(app, arguments, estimates ? "grapevine estimate" : "grapevine"))
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
  const auto memory_limit = limit_memory(common);
  if (estimates) {
    const MemoryEstimate estimate = action.estimate();
    print(common.json ? memory_json(estimate) : memory_text(estimate));
  } else {
    refuse_too_much_memory(action, common);
    action.run();
  }
  clear_progress();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  make_memory_predictable();
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
