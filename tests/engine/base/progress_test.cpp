#include "engine/base/progress.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/error.hpp"

using namespace grapevine;

TEST_CASE("report_progress: reaches the sink while it is installed, and nobody afterwards") {
  std::vector<std::string> heard;
  report_progress("before", 0, 0);
  {
    const ScopedProgress scope(
        [&](std::string_view phase, std::uint64_t done, std::uint64_t total) {
          heard.push_back(std::string(phase) + " " + std::to_string(done) + "/" +
                          std::to_string(total));
        });
    report_progress("reading", 1, 2);
    report_progress("reading", 2, 2);
  }
  report_progress("after", 0, 0);
  CHECK(heard == std::vector<std::string>{"reading 1/2", "reading 2/2"});
}

TEST_CASE("report_progress: stops the run once the user asked to, until that is forgotten") {
  request_interrupt();
  try {
    report_progress("reading", 1, 2);
    FAIL_CHECK("went on after an interrupt");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::Interrupted);
  }
  CHECK_THROWS_AS(report_progress("reading", 1, 2), Error);
  clear_interrupt();
  CHECK_NOTHROW(report_progress("reading", 1, 2));
}

TEST_CASE("ScopedProgress: its check stops the run that installed it and no other thread's") {
  struct Stop {};
  const ScopedProgress scope(nullptr, [] { throw Stop(); });
  CHECK_THROWS_AS(check_interrupt(), Stop);
  CHECK_THROWS_AS(report_progress("reading", 1, 2), Stop);
  bool other_went_on = false;
  std::thread([&] {
    check_interrupt();
    other_went_on = true;
  }).join();
  CHECK(other_went_on);
}
