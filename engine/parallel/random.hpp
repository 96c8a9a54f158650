#pragma once
#include <array>
#include <cstdint>

namespace grapevine {

/// Philox4x32-10: a counter-based generator (Salmon, Moraes, Dror, Shaw 2011, Parallel Random
/// Numbers: As Easy as 1, 2, 3). A block of four words is a pure function of counter and key.
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

/// The random numbers of one item: any thread may draw them, and they are the same.
class Random {
 public:
  using result_type = std::uint64_t;

  Random(std::uint64_t seed, std::uint64_t item)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        item_{static_cast<std::uint32_t>(item), static_cast<std::uint32_t>(item >> 32)} {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  result_type operator()() {
    if (!half_used_) {
      words_ = philox({static_cast<std::uint32_t>(block_), static_cast<std::uint32_t>(block_ >> 32),
                       item_[0], item_[1]},
                      key_);
      ++block_;
      half_used_ = true;
      return std::uint64_t{words_[1]} << 32 | words_[0];
    }
    half_used_ = false;
    return std::uint64_t{words_[3]} << 32 | words_[2];
  }

  /// Uniform in [0, 1), with 53 random bits.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

  /// Uniform in 0 .. bound-1, without bias (Lemire 2019). Requires bound > 0.
  std::uint64_t below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide{(*this)()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
      const std::uint64_t threshold = (0 - bound) % bound;
      while (static_cast<std::uint64_t>(product) < threshold) product = Wide{(*this)()} * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

 private:
  std::array<std::uint32_t, 2> key_, item_;
  std::uint64_t block_ = 0;
  std::array<std::uint32_t, 4> words_{};
  bool half_used_ = false;
};

}  // namespace grapevine
