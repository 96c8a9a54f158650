#include "engine/parallel/pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <stdexcept>
#include <string>

#include "engine/base/progress.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kThreads[] = {1, 2, 8};

/// What was consumed of `count` numbers, in the order in which it ended.
std::vector<std::size_t> numbers_through(std::size_t most, std::size_t count) {
  std::vector<std::size_t> seen;
  std::mutex mutex;
  std::size_t next = 0;
  run_pipeline<std::size_t>(
      most,
      [&](std::size_t& item) {
        item = next;
        return next++ < count;
      },
      [&](std::size_t item) {
        const std::scoped_lock lock(mutex);
        seen.push_back(item);
      });
  return seen;
}

TEST_CASE("run_pipeline: every item once at any number of threads and tokens") {
  for (const std::size_t threads : kThreads) {
    const ThreadLimit limit(threads);
    for (const std::size_t most : {1U, 2U, 3U, 16U})
      for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
        std::vector<std::size_t> seen = numbers_through(most, count);
        REQUIRE(seen.size() == count);
        std::ranges::sort(seen);
        for (std::size_t i = 0; i < count; ++i) CHECK(seen[i] == i);
      }
  }
}

TEST_CASE("run_pipeline: one thread alternates between producing and consuming") {
  const ThreadLimit limit(1);
  std::string order;
  int next = 0;
  run_pipeline<int>(
      1,
      [&](int&) {
        order += 'p';
        return next++ < 3;
      },
      [&](int) { order += 'c'; });
  CHECK(order == "pcpcpcp");
}

TEST_CASE("run_pipeline: one item is produced at a time, and no more are alive than allowed") {
  for (const std::size_t threads : kThreads) {
    const ThreadLimit limit(threads);
    constexpr std::size_t kMost = 4;
    std::atomic<int> producers = 0, alive = 0;
    std::atomic<bool> too_many = false;
    int next = 0;
    run_pipeline<int>(
        kMost,
        [&](int&) {
          if (++producers > 1 || ++alive > static_cast<int>(kMost)) too_many = true;
          if (next == 500) --alive;
          --producers;
          return next++ < 500;
        },
        [&](int) { --alive; });
    CHECK_FALSE(too_many);
    CHECK(alive == 0);
  }
}

TEST_CASE("run_pipeline: an item keeps what its consumer left in it") {
  const ThreadLimit limit(1);
  std::vector<std::string> found;
  run_pipeline<std::string>(
      1,
      [&](std::string& item) {
        found.push_back(item);
        return found.size() < 3;
      },
      [&](std::string& item) { item += "x"; });
  CHECK(found == std::vector<std::string>{"", "x", "xx"});
}

TEST_CASE("run_pipeline: what producer or consumer throws ends the run and is thrown") {
  for (const std::size_t threads : kThreads) {
    const ThreadLimit limit(threads);
    for (const bool by_producer : {false, true})
      for (const std::size_t at : {0U, 1U, 57U}) {
        std::size_t produced = 0;
        const auto fail = [&](bool here, std::size_t item) {
          if (here && item == at) throw std::runtime_error("stop " + std::to_string(item));
        };
        CHECK_THROWS_WITH(run_pipeline<std::size_t>(
                              3,
                              [&](std::size_t& item) {
                                item = produced++;
                                fail(by_producer, item);
                                return true;  // without the exception it would never end
                              },
                              [&](std::size_t item) { fail(!by_producer, item); }),
                          "stop " + std::to_string(at));
      }
  }
}

TEST_CASE("run_pipeline: loops inside producer and consumer run to their end") {
  std::atomic<std::size_t> inner = 0;
  int next = 0;
  const auto loop = [&] { for_each_index(100, [&](std::size_t) { ++inner; }, 5); };
  run_pipeline<int>(
      4,
      [&](int&) {
        loop();
        return ++next < 50;
      },
      [&](int) { loop(); });
  CHECK(inner == 100 * (50 + 49));
}

TEST_CASE("run_pipeline: a check that the front end installed stops it between items") {
  struct Stop {};
  int checks = 0;
  const ScopedProgress scope(nullptr, [&] {
    if (++checks == 3) throw Stop();
  });
  const ThreadLimit limit(1);
  int produced = 0;
  CHECK_THROWS_AS(run_pipeline<int>(
                      2,
                      [&](int&) {
                        ++produced;
                        return true;
                      },
                      [](int) {}),
                  Stop);
  CHECK(produced == 2);
}

}  // namespace
}  // namespace grapevine
