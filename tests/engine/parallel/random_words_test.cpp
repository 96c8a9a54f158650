#include "engine/parallel/random_words.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "engine/parallel/random.hpp"

using namespace grapevine;

TEST_CASE("fill_random_words: the words of Random, from any even place, in any number") {
  const std::uint64_t seed = 0x0123456789abcdef, item = 0xfedcba9876543210;
  std::vector<std::uint64_t> stream(1000);
  Random random(seed, item);
  for (std::uint64_t& word : stream) word = random();
  for (std::size_t first = 0; first < 300; first += 6)
    for (const std::size_t count : {0U, 1U, 2U, 127U, 128U, 129U, 500U}) {
      std::vector<std::uint64_t> words(count, 0);
      fill_random_words(seed, item, first, words);
      CAPTURE(first, count);
      REQUIRE(std::equal(words.begin(), words.end(), stream.begin() + static_cast<long>(first)));
    }
}

TEST_CASE("fill_random_words: places beyond 2^33, whose blocks need both words of the counter") {
  constexpr std::uint64_t kFirst = (std::uint64_t{1} << 33) - 64;
  std::vector<std::uint64_t> words(256);
  fill_random_words(5, 9, kFirst, words);
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::uint64_t block = (kFirst + i) / 2;
    const auto made = philox(
        {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), 9, 0}, {5, 0});
    REQUIRE(words[i] == (std::uint64_t{made[1]} << 32 | made[0]));
    REQUIRE(words[i + 1] == (std::uint64_t{made[3]} << 32 | made[2]));
  }
}
