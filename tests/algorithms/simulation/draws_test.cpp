#include "algorithms/simulation/draws.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace grapevine;

namespace {

constexpr int kDraws = 200'000;

struct Moments {
  double mean = 0.0, variance = 0.0;
};

template <class Sample>
Moments moments_of(const Sample& draw) {
  double sum = 0.0, squares = 0.0;
  for (int item = 0; item < kDraws; ++item) {
    Random random = Draws({.seed = 5}, Draw::Taste, 1).of(static_cast<std::uint64_t>(item));
    const double x = draw(random);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

/// Within five standard errors of the mean, and 5 % of the variance.
template <class Sample>
void check_moments(const Sample& draw, double mean, double variance) {
  const Moments found = moments_of(draw);
  CAPTURE(found.mean, found.variance, mean, variance);
  CHECK(std::abs(found.mean - mean) < 5.0 * std::sqrt(variance / kDraws));
  CHECK(found.variance == Approx(variance).epsilon(0.05));
}

}  // namespace

TEST_CASE("simulation draws: an item's numbers are a function of seed, use, context and item") {
  const auto first = [](std::uint64_t seed, Draw use, ContextId context, std::uint64_t item) {
    return Draws({.seed = seed}, use, context).of(item)();
  };
  const std::uint64_t all[] = {first(1, Draw::Taste, 0, 7),
                               first(2, Draw::Taste, 0, 7),
                               first(1, Draw::Organic, 0, 7),
                               first(1, Draw::Taste, 1, 7),
                               first(1, Draw::Taste, 0, 8),
                               first(1, Draw::Taste, 2, 7),
                               first(1ULL << 32 | 1, Draw::Taste, 0, 7)};
  for (std::size_t i = 0; i < std::size(all); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(all[i] != all[j]);
  CHECK(all[0] == first(1, Draw::Taste, 0, 7));
  const Draws draws({}, Draw::Sign);
  CHECK(draws.of_tie(1, 2)() != draws.of_tie(2, 1)());
}

TEST_CASE("simulation draws: exponential and normal have their textbook moments") {
  check_moments([](Random& random) { return exponential(random); }, 1.0, 1.0);
  check_moments([](Random& random) { return normal(random); }, 0.0, 1.0);
}

TEST_CASE("simulation draws: a gamma of shape k has mean k and variance k") {
  for (const double shape : {0.25, 0.8, 1.0, 3.74, 50.0})
    check_moments([&](Random& random) { return gamma(random, shape); }, shape, shape);
}

TEST_CASE("simulation draws: a gamma of shape 1 is an exponential") {
  int below = 0;
  for (std::uint64_t item = 0; item < kDraws; ++item) {
    Random random = Draws({}, Draw::Taste).of(item);
    if (gamma(random, 1.0) < std::log(2.0)) ++below;
  }
  CHECK(std::abs(below - kDraws / 2) < 5.0 * std::sqrt(kDraws / 4.0));
}

TEST_CASE("simulation draws: beta has mean m and variance m (1 - m) / (concentration + 1)") {
  for (const double mean : {0.05, 0.3, 0.5})
    for (const double concentration : {1.0, 6.0, 100.0})
      check_moments([&](Random& random) { return beta(random, mean, concentration); }, mean,
                    mean * (1.0 - mean) / (concentration + 1.0));
  Random random(1, 1);
  CHECK(beta(random, 0.0, 6.0) == 0.0);
  CHECK(beta(random, 1.0, 6.0) == 1.0);
}
