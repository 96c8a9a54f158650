#include "algorithms/generation/stochastic_block.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/support/arcs.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Every pair of different nodes whose blocks `chosen` lets tie.
template <class Chosen>
Arcs every_pair(const std::vector<std::size_t>& block_of, bool directed, const Chosen& chosen) {
  Arcs arcs;
  for (NodeId u = 0; u < block_of.size(); ++u)
    for (NodeId v = directed ? 0 : u + 1; v < block_of.size(); ++v)
      if (u != v && chosen(block_of[u], block_of[v])) arcs.emplace_back(u, v);
  return arcs;
}

Arcs sorted_arcs(const ArcSource& source) {
  Arcs arcs = all_arcs(source);
  std::ranges::sort(arcs);
  return arcs;
}

/// By how many standard deviations a count of `trials` of chance `p` is off.
double sigmas(double count, double trials, double p) {
  return std::abs(count - trials * p) / std::sqrt(trials * p * (1.0 - p));
}

}  // namespace

TEST_CASE("stochastic_block: with chances of 0 and 1 every pair is there once, or none") {
  const std::vector<std::size_t> block_of{0, 1, 1, 1, 2, 2, 3};
  StochasticBlockOptions options{.sizes = {"1", "3", "2", "1"}};
  for (const bool directed : {true, false})
    for (const double within : {0.0, 1.0})
      for (const double between : {0.0, 1.0}) {
        options.directed = directed;
        options.within = within;
        options.between = between;
        CAPTURE(directed, within, between);
        const auto source = stochastic_block(options);
        CHECK(source->num_nodes() == 7);
        const Arcs expected = every_pair(block_of, directed, [&](std::size_t from, std::size_t to) {
          return (from == to ? within : between) == 1.0;
        });
        CHECK(sorted_arcs(*source) == expected);
        CHECK(source->expected_arcs() == static_cast<double>(expected.size()));
      }
}

TEST_CASE("stochastic_block: a matrix of 0 and 1 is met cell by cell") {
  const std::vector<std::size_t> block_of{0, 0, 1, 1, 1, 2};
  for (unsigned mask = 0; mask < 512; ++mask) {
    StochasticBlockOptions options{.sizes = {"2", "3", "1"}};
    for (unsigned cell = 0; cell < 9; ++cell)
      options.probabilities.push_back(mask >> cell & 1 ? "1" : "0");
    const Arcs expected = every_pair(block_of, true, [&](std::size_t from, std::size_t to) {
      return (mask >> (3 * from + to) & 1) == 1;
    });
    CAPTURE(mask);
    REQUIRE(sorted_arcs(*stochastic_block(options)) == expected);
  }
}

// 1,000,000 pairs of chance 1 are drawn in 16 pieces.
TEST_CASE("stochastic_block: regions of many pieces lose no pair and repeat none") {
  for (const bool directed : {true, false}) {
    const auto source = stochastic_block(
        {.blocks = 2, .block_size = 500, .within = 1.0, .between = 1.0, .directed = directed});
    CHECK(source->num_blocks() > 4);
    const std::vector<std::size_t> block_of(1000);
    CHECK(sorted_arcs(*source) == every_pair(block_of, directed, [](auto, auto) { return true; }));
  }
}

TEST_CASE("stochastic_block: counts between any two blocks are within 4 sigma of the binomial") {
  const std::vector<double> p{0.2, 0.003, 0.0001, 0.9, 0.02, 0.5, 0.07, 0.999, 0.01};
  const std::vector<std::size_t> sizes{1500, 300, 700};
  StochasticBlockOptions options{.sizes = {"1500", "300", "700"}, .seed = 1};
  for (const double chance : p) options.probabilities.push_back(to_text(chance));
  std::vector<double> counts(9);
  const auto block_of = [](NodeId node) { return node < 1500 ? 0U : node < 1800 ? 1U : 2U; };
  const Arcs arcs = all_arcs(*stochastic_block(options));
  CHECK(std::set(arcs.begin(), arcs.end()).size() == arcs.size());
  for (const auto& [from, to] : arcs) {
    REQUIRE(from != to);
    ++counts[3 * block_of(from) + block_of(to)];
  }
  for (std::size_t cell = 0; cell < 9; ++cell) {
    const std::size_t from = sizes[cell / 3], to = sizes[cell % 3];
    const auto pairs = static_cast<double>(cell / 3 == cell % 3 ? from * (from - 1) : from * to);
    CAPTURE(cell, counts[cell], pairs * p[cell]);
    CHECK(sigmas(counts[cell], pairs, p[cell]) < 4.0);
  }
}

// A skip that is off by one, or a stream that two pieces share, would favour some pairs, or tie one
// to another.
TEST_CASE("stochastic_block: each pair is as likely as told, and the number of ties binomial") {
  const auto seeds = static_cast<std::uint64_t>(cases(20'000));
  for (const bool directed : {true, false}) {
    std::vector<double> seen(36);
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const Arcs arcs = all_arcs(*stochastic_block({.sizes = {"4", "2"},
                                                    .within = 0.3,
                                                    .between = 0.3,
                                                    .directed = directed,
                                                    .seed = seed}));
      for (const auto& [from, to] : arcs) ++seen[6 * from + to];
      const auto number = static_cast<double>(arcs.size());
      sum += number;
      squares += number * number;
    }
    const auto trials = static_cast<double>(seeds), pairs = directed ? 30.0 : 15.0;
    for (std::size_t pair = 0; pair < 36; ++pair) {
      const bool possible = directed ? pair / 6 != pair % 6 : pair / 6 < pair % 6;
      CAPTURE(directed, pair, seen[pair]);
      if (possible)
        CHECK(sigmas(seen[pair], trials, 0.3) < 4.5);
      else
        CHECK(seen[pair] == 0.0);
    }
    const double mean = sum / trials, variance = squares / trials - mean * mean;
    CAPTURE(mean, variance);
    CHECK(std::abs(variance / (pairs * 0.3 * 0.7) - 1.0) < 5.0 * std::sqrt(2.0 / trials));
  }
}

// The 68 pieces of 131,072 pairs would repeat one another if any two had the same stream.
TEST_CASE("stochastic_block: pieces of one region and of several are drawn apart") {
  for (const std::uint64_t blocks : {1U, 2U}) {
    const auto source = stochastic_block(
        {.blocks = blocks, .block_size = 3000 / blocks, .within = 0.5, .between = 0.5, .seed = 3});
    ArcBlock block;
    std::set<std::size_t> sizes;
    double sum = 0.0, squares = 0.0, pieces = 0.0;
    for (std::uint64_t b = 0; b < source->num_blocks(); ++b) {
      source->fill(b, block);
      if (block.size() < kArcsPerBlock - 2000) continue;  // the last of its region
      const double off = static_cast<double>(block.size()) - static_cast<double>(kArcsPerBlock);
      sizes.insert(block.size());
      sum += off;
      squares += off * off;
      ++pieces;
    }
    const double variance = squares / pieces - sum * sum / (pieces * pieces);
    CAPTURE(blocks, pieces, sizes.size(), variance);
    CHECK(pieces >= 67);
    CHECK(sizes.size() > 55);
    CHECK(std::abs(variance / 32'768.0 - 1.0) < 5.0 * std::sqrt(2.0 / pieces));
  }
}

// With chance 1 a block has consecutive pairs. Those where a column ends are the ones that a square
// root in double precision gets wrong.
TEST_CASE("stochastic_block: the pairs of 2^32 nodes follow one another over the ends of columns") {
  const auto source = stochastic_block(
      {.blocks = 1, .block_size = std::uint64_t{1} << 32, .within = 1.0, .directed = false});
  CHECK(source->num_blocks() == ((std::uint64_t{1} << 31) * 0xffffffff + 0xffff) / 0x10000);
  ArcBlock block;
  for (const std::uint64_t column :
       {0xffffffffU, 0xfffffffeU, 0xffff0001U, 0xc0000000U, 0x80000001U, 0x12345678U, 0x00100000U,
        0x00000101U, 0x00000002U}) {
    const std::uint64_t place =
        column % 2 == 0 ? column / 2 * (column - 1) : (column - 1) / 2 * column;
    source->fill(place / kArcsPerBlock, block);
    CAPTURE(column);
    const std::size_t at = place % kArcsPerBlock;
    CHECK(block.sources.at(at) == 0);
    CHECK(block.targets.at(at) == column);
    for (std::size_t i = 1; i < block.size(); ++i) {
      const bool ends = block.sources[i - 1] + 1 == block.targets[i - 1];
      REQUIRE(block.sources[i] == (ends ? 0 : block.sources[i - 1] + 1));
      REQUIRE(block.targets[i] == block.targets[i - 1] + (ends ? 1 : 0));
    }
  }
}

TEST_CASE("stochastic_block: many small blocks share blocks of arcs, none lost") {
  const StochasticBlockOptions options{
      .blocks = 20'000, .block_size = 5, .within = 1.0, .between = 0.0, .seed = 1};
  const auto source = stochastic_block(options);
  CHECK(source->num_blocks() < 10);
  const Arcs arcs = all_arcs(*source);
  CHECK(arcs.size() == 20'000 * 5 * 4);
  for (const auto& [from, to] : arcs) REQUIRE(from / 5 == to / 5);
  CHECK(std::set(arcs.begin(), arcs.end()).size() == arcs.size());
}

TEST_CASE("stochastic_block: 2^32 nodes, 2^64 pairs, one tie in 10^15") {
  for (const bool directed : {true, false}) {
    const auto source = stochastic_block({.blocks = 1,
                                          .block_size = std::uint64_t{1} << 32,
                                          .within = 1e-15,
                                          .directed = directed,
                                          .seed = 2});
    const double expected = source->expected_arcs();
    CHECK(expected == Approx((directed ? 1.0 : 0.5) * 0x1p64 * 1e-15).epsilon(1e-6));
    const Arcs arcs = all_arcs(*source);
    const auto number = static_cast<double>(arcs.size());
    CHECK(std::abs(number - expected) < 4.0 * std::sqrt(expected));
    double lower = 0.0;
    for (const auto& [from, to] : arcs) {
      REQUIRE((directed ? from != to : from < to));
      lower += std::min(from, to) / 0x1p32;
    }
    // The lesser of two uniform numbers is a third on average, with variance 1 / 18.
    CHECK(std::abs(lower / number - 1.0 / 3.0) < 5.0 / std::sqrt(18.0 * number));
  }
}

TEST_CASE("stochastic_block: options that are none are refused") {
  using Texts = std::vector<std::string>;
  for (const StochasticBlockOptions& bad : {
           StochasticBlockOptions{.blocks = 0},
           StochasticBlockOptions{.block_size = 0},
           StochasticBlockOptions{.blocks = 2, .block_size = std::uint64_t{1} << 32},
           StochasticBlockOptions{.within = 1.01},
           StochasticBlockOptions{.between = -0.01},
           StochasticBlockOptions{.sizes = {"5", "0"}},
           StochasticBlockOptions{.sizes = {"5", "x"}},
           StochasticBlockOptions{.blocks = 2, .probabilities = {"0.1", "0.2", "0.3"}},
           StochasticBlockOptions{.blocks = 2, .probabilities = {"0.1", "0.2", "0.3", "1.1"}},
           StochasticBlockOptions{.blocks = 2, .probabilities = {"0.1", "0.2", "nan", "0.1"}},
           StochasticBlockOptions{
               .blocks = 2, .probabilities = {"0.1", "0.2", "0.3", "0.4"}, .directed = false},
       })
    CHECK_THROWS_AS(stochastic_block(bad), Error);
  CHECK_NOTHROW(stochastic_block(
      {.blocks = 2, .probabilities = Texts{"0.1", "0.2", "0.2", "0.4"}, .directed = false}));
}
