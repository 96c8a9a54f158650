#pragma once
#include <cstdint>
#include <span>

namespace grapevine {

/// The words of `Random(seed, item)` from word `first` on, which must be even: the same ones, made
/// several streams of a vector register at a time. Some 4 ns a word where Random takes 6.
void fill_random_words(std::uint64_t seed, std::uint64_t item, std::uint64_t first,
                       std::span<std::uint64_t> words);

}  // namespace grapevine
