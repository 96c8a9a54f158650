#include "adapters/igraph/child_process.hpp"

#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <stdexcept>

#include "engine/base/progress.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"

using grapevine::testing::skipped_with_sanitizer;

namespace grapevine {
namespace {

TEST_CASE("run_in_child: the bytes come back whole, and nothing else does") {
  int here = 1;
  std::string large(5'000'000, 'x');
  large += '\0';
  const auto child = run_in_child(
      [&] {
        here = 2;
        std::printf("not to be seen");
        return large;
      },
      {});
  CHECK(child.returned);
  CHECK(child.bytes == large);
  CHECK(here == 1);
  CHECK(run_in_child([] { return std::string(); }, {}).returned);
}

TEST_CASE("run_in_child: a crash is a result") {
  const auto child = run_in_child(
      [] {
        raise(SIGSEGV);
        return std::string("not reached");
      },
      {});
  CHECK_FALSE(child.returned);
  CHECK(child.signal == SIGSEGV);
  CHECK_FALSE(child.timed_out);
}

TEST_CASE("run_in_child: an exception, and an end without a word, are results") {
  const auto thrown = run_in_child([]() -> std::string { throw std::runtime_error("any"); }, {});
  CHECK_FALSE(thrown.returned);
  CHECK(thrown.signal == 0);
  CHECK_FALSE(run_in_child([]() -> std::string { _exit(0); }, {}).returned);
}

TEST_CASE("run_in_child: work without end is ended") {
  volatile bool forever = true;
  const auto child = run_in_child(
      [&] {
        while (forever) {
        }
        return std::string();
      },
      {.cpu_seconds = 1});
  CHECK_FALSE(child.returned);
  CHECK(child.timed_out);
}

TEST_CASE("run_in_child: waiting without end is ended") {
  const auto child = run_in_child(
      [] {
        pause();
        return std::string();
      },
      {.wall_seconds = 1});
  CHECK_FALSE(child.returned);
  CHECK(child.timed_out);
}

TEST_CASE("run_in_child: memory without end is ended, what is allowed is had") {
  if (skipped_with_sanitizer("its allocator does not bear a limit on memory")) return;
  const auto take = [](std::size_t mebibytes) {
    return run_in_child(
        [=] {
          std::string taken;
          for (std::size_t i = 0; i < mebibytes; ++i) taken.append(std::size_t{1} << 20, 'x');
          return taken.substr(0, 1);
        },
        {.memory_bytes = std::uint64_t{128} << 20});
  };
  CHECK(take(30).returned);
  CHECK_FALSE(take(512).returned);
}

TEST_CASE("run_in_child: Ctrl-C in the child is Ctrl-C here") {
  clear_interrupt();
  const auto work = [] {
    raise(SIGINT);
    return std::string();
  };
  const auto child = run_in_child(work, {});
  CHECK(child.interrupted);
  CHECK_FALSE(child.returned);
  request_interrupt();
  CHECK(testing::error_of([&] { run_in_child(work, {}); }).starts_with("Interrupted "));
  clear_interrupt();
}

}  // namespace
}  // namespace grapevine
