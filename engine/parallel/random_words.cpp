#include "engine/parallel/random_words.hpp"

#include <cassert>
#include <cstddef>

#include "engine/parallel/vector_clones.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kLanes = 64;

/// The blocks `first` .. `first` + kLanes - 1 of a stream. Lanes do not meet, so that compilers
/// turn the loop over them into vector instructions; `philox` stays the definition, and the test.
GRAPEVINE_VECTOR_CLONES void fill_lanes(std::uint64_t seed, std::uint64_t item, std::uint64_t first,
                                        std::uint64_t* words) {
  const std::uint32_t item_low = static_cast<std::uint32_t>(item);
  const std::uint32_t item_high = static_cast<std::uint32_t>(item >> 32);
  std::uint32_t made[4][kLanes];
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::uint64_t block = first + lane;
    std::uint32_t c0 = static_cast<std::uint32_t>(block), c2 = item_low, c3 = item_high;
    std::uint32_t c1 = static_cast<std::uint32_t>(block >> 32);
    std::uint32_t k0 = static_cast<std::uint32_t>(seed);
    std::uint32_t k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t a = std::uint64_t{0xD2511F53} * c0, b = std::uint64_t{0xCD9E8D57} * c2;
      c0 = static_cast<std::uint32_t>(b >> 32) ^ c1 ^ k0;
      c1 = static_cast<std::uint32_t>(b);
      c2 = static_cast<std::uint32_t>(a >> 32) ^ c3 ^ k1;
      c3 = static_cast<std::uint32_t>(a);
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    made[0][lane] = c0;
    made[1][lane] = c1;
    made[2][lane] = c2;
    made[3][lane] = c3;
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    words[2 * lane] = std::uint64_t{made[1][lane]} << 32 | made[0][lane];
    words[2 * lane + 1] = std::uint64_t{made[3][lane]} << 32 | made[2][lane];
  }
}

}  // namespace

void fill_random_words(std::uint64_t seed, std::uint64_t item, std::uint64_t first,
                       std::span<std::uint64_t> words) {
  assert(first % 2 == 0);
  std::size_t done = 0;
  for (; done + 2 * kLanes <= words.size(); done += 2 * kLanes)
    fill_lanes(seed, item, (first + done) / 2, words.data() + done);
  std::uint64_t rest[2 * kLanes];
  if (done == words.size()) return;
  fill_lanes(seed, item, (first + done) / 2, rest);
  for (std::size_t i = 0; done < words.size(); ++i, ++done) words[done] = rest[i];
}

}  // namespace grapevine
