#include "cli/terminal.hpp"

#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "engine/base/error.hpp"
#include "tests/support/errors.hpp"

using namespace grapevine;
using grapevine::testing::error_of;

namespace {

std::vector<std::string> normalised(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "grapevine");
  return normalised_arguments(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("arguments: - in an option's name is _, values stay as they are") {
  CHECK(normalised({"--max-iterations", "5"}) == std::vector<std::string>{"--max_iterations", "5"});
  CHECK(normalised({"--max-iterations=-5"}) == std::vector<std::string>{"--max_iterations=-5"});
  CHECK(normalised({"--seeds=a-b=1"}) == std::vector<std::string>{"--seeds=a-b=1"});
  CHECK(normalised({"my-graph.txt", "-h", "--", "-"}) ==
        std::vector<std::string>{"my-graph.txt", "-h", "--", "-"});
  CHECK(normalised({}).empty());
}

TEST_CASE("progress: goes only to a terminal, and clearing nothing prints nothing") {
  if (!isatty(2)) CHECK(terminal_progress() == nullptr);
  CHECK_NOTHROW(clear_progress());
}

TEST_CASE("interrupt: SIGINT and SIGTERM end the next step of the command") {
  struct sigaction old_int{}, old_term{};
  sigaction(SIGINT, nullptr, &old_int);
  sigaction(SIGTERM, nullptr, &old_term);
  install_interrupt_handler();
  for (const int signal : {SIGINT, SIGTERM}) {
    CHECK(error_of([] { report_progress("step", 1, 2); }).empty());
    raise(signal);
    CHECK_THAT(error_of([] { report_progress("step", 1, 2); }), Catch::StartsWith("Interrupted "));
    clear_interrupt();
  }
  sigaction(SIGINT, &old_int, nullptr);
  sigaction(SIGTERM, &old_term, nullptr);
}
