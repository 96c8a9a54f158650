#include "engine/graph/row_builder.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "engine/graph/node_order.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/graphs.hpp"

using namespace grapevine;
using testing::Ties;

namespace {

/// The rows of all sources by the plainest means there are: one list a source, in the order given.
std::map<std::uint32_t, std::vector<std::uint32_t>> lists_of(const Ties& ties,
                                                             const RowBuilder::Options& options) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> lists;
  for (const auto& [source, target] : ties) {
    if (options.drop_loops && source == target) continue;
    lists[source].push_back(target);
    if (options.both_ways) lists[target].push_back(source);
  }
  return lists;
}

struct Built {
  Adjacency rows;
  NodeNumbering numbering;
};

Built build(const Ties& ties, std::uint64_t bound, std::size_t block, std::uint64_t likely,
            const RowBuilder::Options& options, bool hot) {
  const std::size_t blocks = (ties.size() + block - 1) / block;
  RowBuilder builder(likely, options);
  run_blocks(blocks, [&](std::size_t b) {
    std::vector<std::uint32_t> source, target;
    for (std::size_t i = b * block; i < std::min(ties.size(), (b + 1) * block); ++i) {
      source.push_back(ties[i].first);
      target.push_back(ties[i].second);
    }
    builder.add(b, source, target);
  });
  builder.finish(bound);
  Built built{{}, hot ? numbered_hot_first(builder) : numbered_by_id(builder)};
  built.rows = std::move(builder).build(built.numbering);
  return built;
}

}  // namespace

TEST_CASE("RowBuilder: rows are the lists of their sources in the order of the input") {
  Random random(71, 0);
  for (std::uint64_t round = 0; round < 300; ++round) {
    // Few numbers or many, in order or not, so that runs, ranges and loops of every kind occur.
    const auto n = static_cast<NodeId>(1 + random.below(round % 3 == 0 ? 5 : 5'000));
    Ties ties = testing::random_ties(n, random.below(3'000), 7'100 + round);
    if (round % 2 == 0) std::ranges::sort(ties, {}, [](const auto& tie) { return tie.first; });
    const RowBuilder::Options options{.both_ways = random.below(2) == 1,
                                      .drop_loops = random.below(2) == 1};
    const auto expected = lists_of(ties, options);
    const std::uint64_t likely = 1 + random.below(2 * n);  // a guess, right or wrong
    const auto [rows, numbering] =
        build(ties, n, 1 + random.below(700), likely, options, round % 5 == 0);
    std::uint64_t arcs = 0;
    for (const auto& [source, targets] : expected) {
      arcs += targets.size();
      const auto row = rows[numbering.node_of[source]];
      REQUIRE(row.size() == targets.size());
      for (std::size_t i = 0; i < row.size(); ++i) REQUIRE(row[i] == numbering.node_of[targets[i]]);
    }
    REQUIRE(rows.neighbors.size() == arcs);
  }
}

TEST_CASE("RowBuilder: the numbers of dropped loops stay nodes, others are none") {
  const auto [rows, numbering] = build({{7, 7}, {2, 9}}, 12, 1, 12, {.drop_loops = true}, false);
  CHECK(rows.size() == 3);
  CHECK(numbering.num_nodes == 3);
  CHECK(numbering.node_of[2] == 0);
  CHECK(numbering.node_of[7] == 1);
  CHECK(numbering.node_of[9] == 2);
  CHECK(numbering.node_of[3] == kNoNode);
  CHECK(rows.neighbors.size() == 1);
}

TEST_CASE("RowBuilder: nothing gives no rows") {
  const auto [rows, numbering] = build({}, 0, 1, 0, {}, true);
  CHECK(rows.size() == 0);
  CHECK(numbering.num_nodes == 0);
}
