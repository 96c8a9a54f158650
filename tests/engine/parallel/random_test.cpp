#include "engine/parallel/random.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

using namespace grapevine;

namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

/// Pearson's statistic of `draws` values of below(bound) against equal chances.
double chi_square(std::uint64_t bound, std::uint64_t draws) {
  Random random(20'260'101, bound);
  std::vector<std::uint64_t> seen(bound);
  for (std::uint64_t i = 0; i < draws; ++i) ++seen.at(random.below(bound));
  const double expected = static_cast<double>(draws) / static_cast<double>(bound);
  double sum = 0.0;
  for (const std::uint64_t count : seen) {
    const double gap = static_cast<double>(count) - expected;
    sum += gap * gap / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE("philox: the known answers of Random123 for philox4x32-10") {
  constexpr std::uint32_t kOnes = 0xffffffff;
  CHECK(philox(Counter{}, Key{}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox(Counter{kOnes, kOnes, kOnes, kOnes}, Key{kOnes, kOnes}) ==
        Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox(Counter{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
               Key{0xa4093822, 0x299f31d0}) ==
        Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Random: a stream is philox of (draw, item) under the key seed") {
  const std::uint64_t seed = 0x0123456789abcdef, item = 0xfedcba9876543210;
  Random random(seed, item);
  for (std::uint32_t block = 0; block < 100; ++block) {
    const Counter words = philox({block, 0, 0x76543210, 0xfedcba98}, {0x89abcdef, 0x01234567});
    REQUIRE(random() == (std::uint64_t{words[1]} << 32 | words[0]));
    REQUIRE(random() == (std::uint64_t{words[3]} << 32 | words[2]));
  }
}

TEST_CASE("Random: streams of other items and seeds differ, also in their upper halves") {
  std::set<std::uint64_t> first;
  constexpr std::uint64_t kUpper = std::uint64_t{1} << 32;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, kUpper})
    for (const std::uint64_t item : {std::uint64_t{0}, std::uint64_t{1}, kUpper})
      first.insert(Random(seed, item)());
  CHECK(first.size() == 9);
}

TEST_CASE("Random: uniform() lies in 0 to 1 and its mean is a half") {
  Random random(7, 0);
  double sum = 0.0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.uniform();
    REQUIRE((value >= 0.0 && value < 1.0));
    sum += value;
  }
  // Five standard deviations of the mean of so many draws: 5 / sqrt(12 * 100,000).
  CHECK(std::abs(sum / kDraws - 0.5) < 0.0046);
}

TEST_CASE("Random: below() is unbiased") {
  // Quantiles of chi-square at 0.9999 for bound - 1 degrees of freedom.
  CHECK(chi_square(2, 100'000) < 15.14);
  CHECK(chi_square(3, 100'000) < 18.43);
  CHECK(chi_square(10, 100'000) < 33.72);
  CHECK(chi_square(100, 100'000) < 161.4);
}

TEST_CASE(
    "Random: below() of a bound near 2^64 stays below it, and its thirds are equally likely") {
  // Without rejection, a bound of 3/4 of 2^64 would make some values twice as likely as others.
  constexpr std::uint64_t kBound = std::uint64_t{3} << 62;
  Random random(8, 0);
  std::vector<int> thirds(3);
  for (int i = 0; i < 30'000; ++i) ++thirds.at(random.below(kBound) / (kBound / 3));
  for (const int count : thirds) CHECK(std::abs(count - 10'000) < 410);  // five deviations of 82
  CHECK(random.below(1) == 0);
}
