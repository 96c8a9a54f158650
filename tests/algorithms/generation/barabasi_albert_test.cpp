#include "algorithms/generation/barabasi_albert.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"
#include "tests/support/arcs.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// The serial algorithm of Batagelj and Brandes: all ends are kept, and a place is copied.
Arcs serial(const BarabasiAlbertOptions& options) {
  std::vector<NodeId> ends;
  Arcs arcs;
  for (NodeId node = 1; node < options.nodes; ++node) {
    const std::size_t before = ends.size();
    for (std::uint64_t tie = 0; tie < options.ties_per_node; ++tie) {
      const NodeId target = before == 0 ? 0 : ends[Random(options.seed, arcs.size()).below(before)];
      ends.push_back(node);
      ends.push_back(target);
      arcs.emplace_back(node, target);
    }
  }
  return arcs;
}

std::vector<std::uint64_t> degrees(const Arcs& arcs, std::uint64_t nodes) {
  std::vector<std::uint64_t> degree(nodes);
  for (const auto& [from, to] : arcs) {
    ++degree[from];
    ++degree[to];
  }
  return degree;
}

}  // namespace

TEST_CASE("barabasi_albert: the arcs of the serial algorithm that keeps every end") {
  for (const BarabasiAlbertOptions& options :
       {BarabasiAlbertOptions{.nodes = 2, .ties_per_node = 3, .seed = 1},
        BarabasiAlbertOptions{.nodes = 30'000, .ties_per_node = 1, .seed = 2},
        BarabasiAlbertOptions{.nodes = 20'000, .ties_per_node = 7, .seed = 3},
        BarabasiAlbertOptions{.nodes = 50, .ties_per_node = 2'000, .seed = 4}}) {
    CAPTURE(options.nodes, options.ties_per_node);
    CHECK(all_arcs(*barabasi_albert(options)) == serial(options));
  }
}

TEST_CASE("barabasi_albert: the arcs of the serial algorithm, on many small graphs") {
  for (std::uint64_t seed = 0; seed < cases(10'000); ++seed) {
    const BarabasiAlbertOptions options{
        .nodes = 1 + seed % 12, .ties_per_node = 1 + seed % 5, .seed = seed};
    CAPTURE(seed);
    REQUIRE(all_arcs(*barabasi_albert(options)) == serial(options));
  }
}

TEST_CASE("barabasi_albert: every newcomer ties as often as told, to nobody who comes later") {
  const auto source = barabasi_albert({.nodes = 30'000, .ties_per_node = 5, .seed = 5});
  CHECK(source->num_nodes() == 30'000);
  const Arcs arcs = all_arcs(*source);
  REQUIRE(arcs.size() == 29'999 * 5);
  CHECK(source->expected_arcs() == static_cast<double>(arcs.size()));
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    REQUIRE(arcs[i].first == 1 + i / 5);
    REQUIRE(arcs[i].second < arcs[i].first);
  }
}

// Bollobas, Riordan, Spencer, Tusnady 2001: a share 2 m (m + 1) / (k (k + 1) (k + 2)) of nodes has
// degree k.
TEST_CASE("barabasi_albert: the shares of degrees are those proved for preferential attachment") {
  constexpr double kNodes = 200'000;
  for (const std::uint64_t m : {1U, 4U}) {
    const BarabasiAlbertOptions options{
        .nodes = static_cast<std::uint64_t>(kNodes), .ties_per_node = m, .seed = 6};
    std::vector<double> count(m + 10);
    for (const std::uint64_t d : degrees(all_arcs(*barabasi_albert(options)), options.nodes))
      if (d < count.size()) ++count[d];
    for (std::uint64_t k = m; k < count.size(); ++k) {
      const auto mm = static_cast<double>(m), kk = static_cast<double>(k);
      const double share = 2.0 * mm * (mm + 1.0) / (kk * (kk + 1.0) * (kk + 2.0));
      CAPTURE(m, k, count[k], share * kNodes);
      CHECK(std::abs(count[k] - share * kNodes) < 5.0 * std::sqrt(share * kNodes));
    }
  }
}

TEST_CASE("barabasi_albert: the tail of degrees has the exponent 3") {
  const BarabasiAlbertOptions options{.nodes = 200'000, .ties_per_node = 4, .seed = 7};
  constexpr double kFrom = 40.0;
  double logs = 0.0, tail = 0.0;
  for (const std::uint64_t d : degrees(all_arcs(*barabasi_albert(options)), options.nodes)) {
    if (static_cast<double>(d) < kFrom) continue;
    // The estimate of Clauset, Shalizi, Newman 2009 for whole numbers.
    logs += std::log(static_cast<double>(d) / (kFrom - 0.5));
    ++tail;
  }
  const double exponent = 1.0 + tail / logs;
  CAPTURE(tail, exponent);
  CHECK(tail > 1'000.0);
  CHECK(exponent > 2.8);
  CHECK(exponent < 3.2);
}

TEST_CASE("barabasi_albert: one node has nobody to tie to") {
  const auto source = barabasi_albert({.nodes = 1});
  CHECK(source->num_nodes() == 1);
  CHECK(source->num_blocks() == 0);
}

TEST_CASE("barabasi_albert: arcs far into the largest graph point backwards and to old nodes") {
  const auto source = barabasi_albert({.nodes = std::uint64_t{1} << 32, .ties_per_node = 16});
  ArcBlock block;
  source->fill(source->num_blocks() - 1, block);
  CHECK(block.sources.back() == 0xffffffff);
  double logs = 0.0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    REQUIRE(block.targets[i] < block.sources[i]);
    logs += std::log2(1.0 + block.targets[i]);
  }
  // The share of ends at nodes up to x of n is sqrt(x / n): log2(x / n) has the mean -2 / ln 2.
  CHECK(std::abs(32.0 - 2.0 / std::log(2.0) - logs / static_cast<double>(block.size())) < 0.2);
}

TEST_CASE("barabasi_albert: options that are none are refused") {
  CHECK_THROWS_AS(barabasi_albert({.nodes = 0}), Error);
  CHECK_THROWS_AS(barabasi_albert({.nodes = (std::uint64_t{1} << 32) + 1}), Error);
  CHECK_THROWS_AS(barabasi_albert({.ties_per_node = 0}), Error);
}
