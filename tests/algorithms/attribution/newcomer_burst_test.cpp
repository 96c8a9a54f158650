#include "algorithms/attribution/newcomer_burst.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine {
namespace {

constexpr std::chrono::days kDay{1};
const LogFactorials kLogFactorials(2'000);

std::vector<Time> on_days(const std::vector<int>& days) {
  std::vector<Time> times;
  for (const int day : days) times.push_back(Time{} + day * kDay);
  return times;
}

/// The sum of all terms, in long double.
long double plain_tail(int n, int k, long double p) {
  long double sum = 0.0L;
  for (int j = k; j <= n; ++j)
    sum += std::exp(std::lgamma(n + 1.0L) - std::lgamma(j + 1.0L) - std::lgamma(n - j + 1.0L)) *
           std::pow(p, static_cast<long double>(j)) *
           std::pow(1.0L - p, static_cast<long double>(n - j));
  return sum;
}

TEST_CASE("binomial_tail: equal to the plain sum, down to where it is hardly anything") {
  for (const int n : {1, 2, 7, 40, 300})
    for (const double p : {1e-6, 0.01, 0.2, 0.5, 0.9})
      for (int k = 0; k <= n + 1; ++k) {
        const double tail = binomial_tail(static_cast<std::size_t>(n), static_cast<std::size_t>(k),
                                          p, kLogFactorials);
        CAPTURE(n, p, k);
        if (k <= n * p)
          CHECK(tail == 1.0);
        else if (const long double plain = plain_tail(n, k, p); plain > 1e-290L || k > n)
          CHECK(tail == Approx(static_cast<double>(plain)).epsilon(1e-10).margin(1e-300));
      }
  CHECK(binomial_tail(5, 2, 0.0, kLogFactorials) == 0.0);
  CHECK(binomial_tail(5, 5, 1.0, kLogFactorials) == 1.0);
}

/// Every window that one of the newcomers opens, by the formula of the header.
Burst plain_burst(const std::vector<Time>& own, const std::vector<Time>& context,
                  Time::duration window, std::size_t least) {
  Burst best;
  const auto n = own.size();
  const double whole = static_cast<double>((context.back() - context.front()).count());
  for (std::size_t i = 0; i < n; ++i) {
    const auto inside = [&](Time t) { return t >= own[i] && t < own[i] + window; };
    const auto k = static_cast<std::size_t>(std::ranges::count_if(own, inside));
    const auto all = static_cast<std::size_t>(std::ranges::count_if(context, inside));
    if (k < least) continue;
    double p = static_cast<double>(window.count()) >= whole
                   ? 1.0
                   : static_cast<double>(window.count()) / whole;
    if (context.size() > n)
      p = std::max(p, static_cast<double>(all - k) / static_cast<double>(context.size() - n));
    const double bound = static_cast<double>(n) * binomial_tail(n - 1, k - 1, p, kLogFactorials);
    if (bound < best.chance) best = {i, k, static_cast<double>(n) * p, bound};
  }
  return best;
}

TEST_CASE("least_expected_burst: equal to a look at every window, on random times") {
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Random random(seed, 4);
    std::vector<int> own, context;
    const auto days = 2 + random.below(200);
    for (std::uint64_t i = 1 + random.below(15); i > 0; --i)
      own.push_back(static_cast<int>(random.below(2) ? random.below(days) : 3));
    context = own;
    for (std::uint64_t i = random.below(20); i > 0; --i)
      context.push_back(static_cast<int>(random.below(days)));
    std::ranges::sort(own);
    std::ranges::sort(context);
    const auto times = on_days(own), all = on_days(context);
    const Time::duration window = kDay * (1 + static_cast<int>(random.below(9)));
    const std::size_t least = 2 + random.below(3);
    const Burst burst = least_expected_burst(times, {all, window}, least, kLogFactorials);
    const Burst plain = plain_burst(times, all, window, least);
    CAPTURE(seed);
    CHECK(burst.chance == plain.chance);
    CHECK(burst.newcomers == plain.newcomers);
    CHECK(burst.first == plain.first);
    CHECK(burst.expected == plain.expected);
    found += burst.newcomers > 0;
  }
  CHECK(found > 1'000);
}

TEST_CASE("least_expected_burst: by chance alone the bound is no smaller oftener than it says") {
  const int rounds = testing::kSlowBuild ? 2'000 : 20'000;
  for (const bool rush : {false, true}) {  // everybody's newcomers come evenly, or half in 20 days
    int below_5_percent = 0;
    for (int round = 0; round < rounds; ++round) {
      Random random(static_cast<std::uint64_t>(round), 5);
      const auto day = [&] {
        return static_cast<int>(rush && random.below(2) ? 500 + random.below(20)
                                                        : random.below(1'000));
      };
      std::vector<int> own, context = {0, 999};
      for (int i = 0; i < 12; ++i) own.push_back(day());
      for (int i = 0; i < 300; ++i) context.push_back(day());
      context.insert(context.end(), own.begin(), own.end());
      std::ranges::sort(own);
      std::ranges::sort(context);
      const auto times = on_days(own), all = on_days(context);
      below_5_percent +=
          least_expected_burst(times, {all, 7 * kDay}, 2, kLogFactorials).chance <= 0.05;
    }
    CAPTURE(rush);
    CHECK(below_5_percent < 0.06 * rounds);
  }
}

TEST_CASE("least_expected_burst: a window is open at its end, and needs enough newcomers") {
  const auto context = on_days({0, 50, 51, 52, 53, 1000});
  const auto own = on_days({50, 51, 52});
  CHECK(least_expected_burst(own, {context, 2 * kDay}, 2, kLogFactorials).newcomers == 2);
  CHECK(least_expected_burst(own, {context, 3 * kDay}, 2, kLogFactorials).newcomers == 3);
  CHECK(least_expected_burst(own, {context, 2 * kDay}, 3, kLogFactorials).newcomers == 0);
  CHECK(least_expected_burst(own, {context, 2'000 * kDay}, 2, kLogFactorials).chance == 1.0);
}

}  // namespace
}  // namespace grapevine
