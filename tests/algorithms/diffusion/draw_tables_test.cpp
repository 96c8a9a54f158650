#include "algorithms/diffusion/draw_tables.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "algorithms/diffusion/live_ties.hpp"

namespace grapevine {
namespace {

/// Whether `times` of `draws` is within 5 standard deviations of the chance.
bool agrees(std::uint64_t times, std::uint64_t draws, double chance) {
  const auto n = static_cast<double>(draws);
  return std::abs(static_cast<double>(times) - n * chance) <=
         5.0 * std::sqrt(n * chance * (1.0 - chance)) + 1e-9;
}

TEST_CASE("skip_table: numbers of failures before a success are geometric") {
  constexpr std::uint64_t kDraws = 400'000;
  for (const double chance : {0.9, 0.5, 0.25, 0.1, 0.01, 0.001, 1e-5}) {
    const SkipTable skips(chance);
    FastRandom random(3, 1);
    // Beyond the table of 2,048 cells, too: 0.001 is met after thousands.
    for (const std::uint64_t bound : {1U, 5U, 100U, 5'000U, 100'000U}) {
      std::uint64_t below = 0;
      for (std::uint64_t i = 0; i < kDraws; ++i) below += skips.skip(bound, random) < bound;
      CAPTURE(chance, bound, below);
      CHECK(agrees(below, kDraws, 1.0 - std::pow(1.0 - chance, static_cast<double>(bound))));
    }
  }
}

TEST_CASE("skip_table: each small number of failures has its own chance") {
  const SkipTable skips(0.2);
  FastRandom random(4, 1);
  std::map<std::uint64_t, std::uint64_t> times;
  for (int i = 0; i < 400'000; ++i) ++times[skips.skip(1'000, random)];
  for (std::uint64_t failures = 0; failures < 30; ++failures)
    CHECK(agrees(times[failures], 400'000, 0.2 * std::pow(0.8, static_cast<double>(failures))));
}

TEST_CASE("live_counts: the number of d ties of chance 1 / d is binomial") {
  constexpr std::uint64_t kDraws = 400'000;
  for (const std::uint32_t degree : {1U, 2U, 3U, 7U, 1'000U}) {
    std::vector<bool> has(degree + 1U);
    has[degree] = true;
    const LiveCounts counts(has);
    FastRandom random(5, degree);
    std::map<std::uint32_t, std::uint64_t> times;
    for (std::uint64_t i = 0; i < kDraws; ++i)
      ++times[counts(degree, static_cast<std::uint32_t>(random()))];
    const double d = degree, chance = 1.0 / d;
    for (std::uint32_t live = 0; live <= std::min(degree, 8U); ++live) {
      const double choose =
          std::exp(std::lgamma(d + 1.0) - std::lgamma(live + 1.0) - std::lgamma(d - live + 1.0));
      const double rest = degree == live ? 1.0 : std::pow(1.0 - chance, d - live);
      CAPTURE(degree, live, times[live]);
      CHECK(agrees(times[live], kDraws, choose * std::pow(chance, live) * rest));
    }
    CHECK(times.rbegin()->first <= degree);
    // The largest word there is: no more than there are ties.
    CHECK(counts(degree, ~std::uint32_t{0}) <= degree);
  }
}

TEST_CASE("live_counts: a sample has different members, each pair as often as any other") {
  FastRandom random(6, 0);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> times;
  for (int i = 0; i < 200'000; ++i) {
    std::vector<std::uint32_t> sample;
    for_each_of_sample(2, 5, random, [&](std::uint32_t one) { sample.push_back(one); });
    ++times[{sample[0], sample[1]}];
  }
  CHECK(times.size() == 20);
  for (const auto& [pair, count] : times) {
    CHECK(pair.first != pair.second);
    CHECK(agrees(count, 200'000, 1.0 / 20));
  }
}

}  // namespace
}  // namespace grapevine
