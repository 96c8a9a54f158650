#include "algorithms/generation/rmat.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/arcs.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Pearson's statistic of counts against chances.
double chi_square(const std::vector<double>& counts, const std::vector<double>& chances) {
  double total = 0.0, sum = 0.0;
  for (const double count : counts) total += count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (chances[i] == 0.0) {
      REQUIRE(counts[i] == 0.0);
      continue;
    }
    const double expected = total * chances[i];
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

/// The quadrant of an arc at the level of this bit.
std::size_t quadrant(std::pair<NodeId, NodeId> arc, int bit) {
  return 2 * (arc.first >> bit & 1) + (arc.second >> bit & 1);
}

std::vector<double> quadrants(const RmatOptions& options) {
  return {options.a, options.b, options.c, 1.0 - options.a - options.b - options.c};
}

/// The chance that an arc has an end at a node with so many ones in its id, where `a` .. `d` are
/// those of Graph500: as a source, plus as a target, less as both.
double chance_of_end(int scale, int ones) {
  const auto product = [&](double zero, double one) {
    return std::pow(zero, scale - ones) * std::pow(one, ones);
  };
  return 2.0 * product(0.76, 0.24) - product(0.57, 0.05);
}

/// How many nodes are expected to have an arc.
double expected_nodes_with_arcs(int scale, double arcs) {
  double nodes = 0.0, choose = 1.0;
  for (int ones = 0; ones <= scale; ++ones) {
    nodes -= choose * std::expm1(arcs * std::log1p(-chance_of_end(scale, ones)));
    choose = choose * (scale - ones) / (ones + 1);
  }
  return nodes;
}

double nodes_with_arcs(const ArcSource& source) {
  std::vector<bool> has(source.num_nodes());
  for (const auto& [from, to] : all_arcs(source)) has[from] = has[to] = true;
  return static_cast<double>(std::ranges::count(has, true));
}

}  // namespace

TEST_CASE("rmat: at each level the four quadrants come with their chances") {
  const std::uint64_t factor = kSlowBuild ? 4 : 64;
  const RmatOptions graph500{.scale = 14, .edge_factor = factor, .permute = false, .seed = 7};
  const RmatOptions other{.scale = 11,
                          .edge_factor = 8 * factor,
                          .a = 0.1,
                          .b = 0.45,
                          .c = 0.15,
                          .permute = false,
                          .seed = 8};
  const RmatOptions zeros{.scale = 7,
                          .edge_factor = 64 * factor,
                          .a = 0.5,
                          .b = 0.0,
                          .c = 0.0,
                          .permute = false,
                          .seed = 9};
  for (const RmatOptions& options : {graph500, other, zeros}) {
    const Arcs arcs = all_arcs(*rmat(options));
    for (int bit = 0; bit < options.scale; ++bit) {
      std::vector<double> counts(4);
      for (const auto& arc : arcs) ++counts[quadrant(arc, bit)];
      CAPTURE(options.scale, bit, counts);
      CHECK(chi_square(counts, quadrants(options)) < 21.1);  // 3 degrees of freedom, 10^-4
    }
  }
}

// Levels are drawn several at a time from tables: a table that mixed its levels up would have the
// right chances at each one.
TEST_CASE("rmat: any two levels are independent, inside one table and across two") {
  const RmatOptions options{
      .scale = 14, .edge_factor = kSlowBuild ? 4U : 64U, .permute = false, .seed = 10};
  const Arcs arcs = all_arcs(*rmat(options));
  const std::vector<double> one = quadrants(options);
  std::vector<double> both;
  for (const double p : one)
    for (const double q : one) both.push_back(p * q);
  for (int bit = 0; bit < options.scale; ++bit)
    for (int next = bit + 1; next < options.scale; ++next) {
      std::vector<double> counts(16);
      for (const auto& arc : arcs) ++counts[4 * quadrant(arc, bit) + quadrant(arc, next)];
      CAPTURE(bit, next);
      CHECK(chi_square(counts, both) < 51.0);  // 15 degrees of freedom, 10^-5: 91 pairs are tried
    }
}

TEST_CASE("rmat: as many nodes without arcs as the chances say, at Graph500's options") {
  constexpr int kScale = 14;
  const double expected = expected_nodes_with_arcs(kScale, 16.0 * (1 << kScale));
  for (const bool permute : {false, true})
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const double found =
          nodes_with_arcs(*rmat({.scale = kScale, .permute = permute, .seed = seed}));
      CAPTURE(permute, seed, expected, found);
      CHECK(std::abs(found - expected) < 5.0 * std::sqrt(expected / 4.0));
    }
  // GAPBS's generator, a program of others, gave 645,649 nodes with arcs at scale 20.
  CHECK(std::abs(expected_nodes_with_arcs(20, 16.0 * (1 << 20)) - 645'649.0) < 1'000.0);
}

TEST_CASE("rmat: the number of arcs, in blocks of which only the last is smaller") {
  for (int scale = 1; scale <= 16; ++scale) {
    const auto source = rmat({.scale = scale, .edge_factor = 5, .seed = 1});
    const std::uint64_t arcs = std::uint64_t{5} << scale;
    CAPTURE(scale);
    CHECK(source->num_nodes() == std::uint64_t{1} << scale);
    CHECK(source->expected_arcs() == static_cast<double>(arcs));
    CHECK(source->num_blocks() == (arcs + kArcsPerBlock - 1) / kArcsPerBlock);
    CHECK(all_arcs(*source).size() == arcs);
  }
}

TEST_CASE("rmat: ids reach every bit of the scale and none above, to scale 32") {
  for (int scale = 1; scale <= 32; ++scale) {
    const auto source =
        rmat({.scale = scale, .a = 0.25, .b = 0.25, .c = 0.25, .permute = false, .seed = 3});
    ArcBlock block;
    NodeId seen = 0, sometimes_zero = 0;
    const NodeId all = static_cast<NodeId>((std::uint64_t{1} << scale) - 1);
    for (const std::uint64_t b : {std::uint64_t{0}, source->num_blocks() - 1}) {
      source->fill(b, block);
      for (std::size_t i = 0; i < block.size(); ++i) {
        seen |= block.sources[i] | block.targets[i];
        sometimes_zero |= ~block.sources[i] | ~block.targets[i];
      }
    }
    CAPTURE(scale);
    CHECK(seen == all);
    CHECK((sometimes_zero & all) == all);
  }
}

TEST_CASE("rmat: --permute renames nodes and changes nothing else") {
  const auto degrees = [](const Arcs& arcs) {
    std::vector<std::pair<int, int>> found(1 << 12);  // out, in
    for (const auto& [from, to] : arcs) {
      ++found[from].first;
      ++found[to].second;
    }
    return found;
  };
  auto plain = degrees(all_arcs(*rmat({.scale = 12, .permute = false, .seed = 4})));
  auto permuted = degrees(all_arcs(*rmat({.scale = 12, .permute = true, .seed = 4})));
  CHECK(plain != permuted);
  // Without it the id tells the degree: node 0 has the most arcs.
  CHECK(std::ranges::max_element(plain) == plain.begin());
  std::ranges::sort(plain);
  std::ranges::sort(permuted);
  CHECK(plain == permuted);
}

TEST_CASE("rmat: another seed gives other arcs") {
  CHECK(all_arcs(*rmat({.scale = 8, .seed = 1})) != all_arcs(*rmat({.scale = 8, .seed = 2})));
}

TEST_CASE("rmat: options that are none are refused") {
  for (const RmatOptions& bad :
       {RmatOptions{.scale = 0}, RmatOptions{.scale = 33}, RmatOptions{.edge_factor = 0},
        RmatOptions{.a = -0.1}, RmatOptions{.b = 1.1}, RmatOptions{.c = std::nan("")},
        RmatOptions{.a = 0.6, .b = 0.3, .c = 0.2}})
    CHECK_THROWS_AS(rmat(bad), Error);
  CHECK_NOTHROW(rmat({.a = 0.7, .b = 0.2, .c = 0.1}));
}
