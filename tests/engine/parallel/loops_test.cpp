#include "engine/parallel/loops.hpp"

#include <atomic>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <stdexcept>

#include "engine/base/progress.hpp"
#include "engine/parallel/node_loops.hpp"
#include "engine/parallel/random.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

constexpr std::size_t kThreads[] = {1, 2, 8};

/// Sizes around the edges of blocks.
constexpr std::size_t kSizes[] = {
    0, 1, 2, kBlockSize - 1, kBlockSize, kBlockSize + 1, 2 * kBlockSize, 7 * kBlockSize + 13};

/// Numbers whose sum depends on the order of additions.
std::vector<double> rough_numbers(std::size_t count) {
  Random random(9, count);
  std::vector<double> values(count);
  for (double& value : values)
    value = (random.uniform() - 0.5) * std::pow(10.0, 12.0 * random.uniform());
  return values;
}

}  // namespace

TEST_CASE("for_each_index: a check that the front end installed stops a loop between its blocks") {
  struct Stop {};
  int checks = 0;
  const ScopedProgress scope(nullptr, [&] {
    if (++checks == 3) throw Stop();
  });
  const ThreadLimit limit(1);
  std::size_t visits = 0;
  CHECK_THROWS_AS(for_each_index(10 * kBlockSize, [&](std::size_t) { ++visits; }), Stop);
  CHECK(visits == 2 * kBlockSize);
}

TEST_CASE("for_each_block: blocks cover every item once, and only the last is short") {
  for (const std::size_t size : kSizes) {
    std::vector<std::uint8_t> visits(size);
    for_each_block(size, [&](std::size_t begin, std::size_t end) {
      if (begin % kBlockSize != 0 || (end - begin != kBlockSize && end != size)) std::abort();
      for (std::size_t i = begin; i != end; ++i) ++visits[i];
    });
    CHECK(std::ranges::count(visits, 1) == static_cast<std::ptrdiff_t>(size));
  }
}

TEST_CASE("for_each_index: visits every item once at any number of threads") {
  for (const std::size_t threads : kThreads) {
    const ThreadLimit limit(threads);
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, kBlockSize}) {
      std::vector<std::uint8_t> visits(10'000);
      for_each_index(visits.size(), [&](std::size_t i) { ++visits[i]; }, block);
      CHECK(std::ranges::count(visits, 1) == 10'000);
    }
  }
}

TEST_CASE("loops within loops run to their end") {
  std::atomic<std::size_t> inner = 0;
  for_each_index(20, [&](std::size_t) { for_each_index(50, [&](std::size_t) { ++inner; }, 5); }, 1);
  CHECK(inner == 1000);
}

TEST_CASE("sum_over: blocks left to right, equal bits at 1, 2 and 8 threads") {
  for (const std::size_t size : kSizes) {
    const auto values = rough_numbers(size);
    double serial = 0.0;
    for (std::size_t begin = 0; begin < size; begin += kBlockSize) {
      double sum = 0.0;
      for (std::size_t i = begin; i < std::min(size, begin + kBlockSize); ++i) sum += values[i];
      serial += sum;
    }
    for (const std::size_t threads : kThreads) {
      const ThreadLimit limit(threads);
      const double sum = sum_over(size, [&](std::size_t i) { return values[i]; });
      CHECK(std::bit_cast<std::uint64_t>(sum) == std::bit_cast<std::uint64_t>(serial));
    }
  }
}

TEST_CASE("exclusive_scan_in_place: equals a serial scan") {
  for (const std::size_t size : kSizes)
    for (const std::size_t threads : kThreads) {
      const ThreadLimit limit(threads);
      Random random(10, size);
      std::vector<std::uint64_t> counts(size), expected(size);
      std::uint64_t before = 0;
      for (std::size_t i = 0; i < size; ++i) {
        counts[i] = random.below(100);
        expected[i] = before;
        before += counts[i];
      }
      CHECK(exclusive_scan_in_place(std::span(counts)) == before);
      CHECK(counts == expected);
    }
}

TEST_CASE("parallel_sort: equals std::sort on sizes around the edges of its runs") {
  constexpr std::size_t kRun = 1 << 15;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, kRun - 1, kRun, kRun + 1, 2 * kRun - 1, 2 * kRun,
        2 * kRun + 1, 3 * kRun, 4 * kRun + 1, 5 * kRun + 77}) {
    Random random(11, size);
    std::vector<std::uint64_t> items(size);
    for (auto& item : items) item = random.below(size);  // many are equal
    auto expected = items;
    std::sort(expected.begin(), expected.end(), std::greater<>());
    for (const std::size_t threads : kThreads) {
      const ThreadLimit limit(threads);
      auto sorted = items;
      parallel_sort(sorted, std::greater<>());
      CHECK(sorted == expected);
    }
  }
}

TEST_CASE("run_blocks: an exception in a block reaches the caller, and later loops still work") {
  for (const std::size_t threads : kThreads) {
    const ThreadLimit limit(threads);
    for (const std::size_t bad : {std::size_t{0}, std::size_t{57}, std::size_t{99}}) {
      const auto fail_at = [&](std::size_t b) {
        if (b == bad) throw std::out_of_range("block " + std::to_string(b));
      };
      CHECK_THROWS_WITH(run_blocks(100, fail_at), "block " + std::to_string(bad));
    }
    CHECK_THROWS_AS(run_blocks(100, [](std::size_t) { throw std::out_of_range("all"); }),
                    std::out_of_range);
    std::atomic<std::size_t> ran = 0;
    run_blocks(100, [&](std::size_t) { ++ran; });
    CHECK(ran == 100);
  }
}

TEST_CASE("run_blocks: no blocks, no calls") {
  run_blocks(0, [](std::size_t) { throw std::logic_error("called"); });
}

TEST_CASE("ThreadLimit: holds while it lives, 0 is the machine's own number") {
  const std::size_t all = thread_count();
  CHECK(all >= 1);
  {
    const ThreadLimit one(1);
    CHECK(thread_count() == 1);
  }
  CHECK(thread_count() == all);
  const ThreadLimit unlimited(0);
  CHECK(thread_count() == all);
}

TEST_CASE("for_each_node, sum_over_nodes: every node once") {
  const Graph graph = testing::star(5'000);
  std::vector<std::uint8_t> visits(graph.num_nodes());
  for_each_node(graph, [&](NodeId v) { ++visits[v]; });
  CHECK(std::ranges::count(visits, 1) == 5'000);
  CHECK(sum_over_nodes(graph, [&](NodeId v) { return double{1} * graph.in_degree(v); }) == 4'999.0);
  CHECK(sum_over_nodes(Graph(), [](NodeId) { return 1.0; }) == 0.0);
}

TEST_CASE("parallel_sort: items are moved, so what cannot be copied is sorted all the same") {
  std::vector<std::unique_ptr<int>> items;
  for (int i = 0; i < 200'000; ++i) items.push_back(std::make_unique<int>(i ^ 0x2A5A5));
  parallel_sort(items, [](const auto& a, const auto& b) { return *a < *b; });
  CHECK(std::ranges::is_sorted(items, {}, [](const auto& item) { return *item; }));
}
