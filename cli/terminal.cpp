#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>

namespace grapevine {
namespace {

bool shown_progress = false;

extern "C" void handle_interrupt(int) { request_interrupt(); }

}  // namespace

ProgressSink terminal_progress() {
  if (!isatty(STDERR_FILENO)) return nullptr;
  const auto start = std::chrono::steady_clock::now();
  auto last = start;
  return [start, last](std::string_view phase, std::uint64_t done, std::uint64_t total) mutable {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    if (now - start < 1s || now - last < 100ms) return;
    last = now;
    const std::string count = total > 0 ? fmt::format(" {}/{}", done, total) : "";
    fmt::print(stderr, "\r\033[K{}{}", phase, count);
    std::fflush(stderr);
    shown_progress = true;
  };
}

void clear_progress() {
  if (shown_progress) fmt::print(stderr, "\r\033[K");
  shown_progress = false;
}

void install_interrupt_handler() {
  std::signal(SIGINT, handle_interrupt);
  std::signal(SIGTERM, handle_interrupt);
}

std::vector<std::string> normalised_arguments(int argc, const char* const* argv) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (argument.size() > 3 && argument.starts_with("--")) {
      const std::size_t end = std::min(argument.find('='), argument.size());
      std::replace(argument.begin() + 2, argument.begin() + static_cast<std::ptrdiff_t>(end), '-',
                   '_');
    }
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

}  // namespace grapevine
