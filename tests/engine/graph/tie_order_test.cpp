#include "engine/graph/tie_order.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

#include "engine/parallel/random.hpp"

using namespace grapevine;

namespace {

using Tie = std::tuple<NodeId, NodeId, std::uint16_t, ContextId, Time, Time, std::int8_t, double>;

EdgeList list_of(const std::vector<Tie>& ties) {
  EdgeList list;
  for (const auto& [source, target, type, context, time, end, sign, weight] : ties) {
    list.source.push_back(source);
    list.target.push_back(target);
    list.columns.type.push_back(type);
    list.columns.context.push_back(context);
    list.columns.time.push_back(time);
    list.columns.end.push_back(end);
    list.columns.sign.push_back(sign);
    list.columns.weight.push_back(weight);
  }
  return list;
}

std::vector<Tie> ties_of(const EdgeList& list) {
  const EdgeColumns& c = list.columns;
  std::vector<Tie> ties;
  for (std::size_t i = 0; i < list.size(); ++i)
    ties.emplace_back(list.source[i], list.target[i], c.type[i], c.context[i], c.time[i], c.end[i],
                      c.sign[i], c.weight[i]);
  return ties;
}

/// Ties whose columns have so few values that all kinds of parallel ones occur.
std::vector<Tie> random_ties(NodeId nodes, std::size_t count, std::uint64_t seed) {
  Random random(seed, 1);
  const auto below = [&](std::uint64_t bound) { return static_cast<int>(random.below(bound)); };
  std::vector<Tie> ties;
  for (std::size_t i = 0; i < count; ++i)
    ties.emplace_back(
        below(nodes), below(nodes), below(2), below(2), Time(std::chrono::microseconds(below(2))),
        Time(std::chrono::microseconds(below(2))), below(2) == 0 ? 1 : -1, 0.5 * below(3));
  return ties;
}

void check_offsets(const OrderedTies& ordered, NodeId nodes) {
  REQUIRE(ordered.offsets.size() == nodes + 1);
  for (NodeId u = 0; u <= nodes; ++u) {
    const auto below_u =
        std::ranges::count_if(ordered.ties.source, [&](NodeId s) { return s < u; });
    REQUIRE(ordered.offsets[u] == static_cast<EdgeId>(below_u));
  }
}

NodeId nodes_of(std::uint64_t round) { return static_cast<NodeId>(1 + round % 11); }

}  // namespace

TEST_CASE("in_row_order: canonical is sorted by all columns, whatever the order of the input") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    std::vector<Tie> ties = random_ties(nodes_of(round), 12 * round, round);
    const OrderedTies ordered = in_row_order(list_of(ties), nodes_of(round), {});
    std::sort(ties.begin(), ties.end());
    REQUIRE(ties_of(ordered.ties) == ties);
    check_offsets(ordered, nodes_of(round));
  }
}

TEST_CASE(
    "in_row_order: otherwise rows keep the order of the input, and nobody counts parallel ties") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    const std::vector<Tie> ties = random_ties(nodes_of(round), 12 * round, round);
    const OrderedTies ordered = in_row_order(list_of(ties), nodes_of(round), {.canonical = false});
    std::vector<Tie> expected;
    for (NodeId u = 0; u < nodes_of(round); ++u)
      std::ranges::copy_if(ties, std::back_inserter(expected),
                           [&](const Tie& tie) { return std::get<0>(tie) == u; });
    REQUIRE(ties_of(ordered.ties) == expected);
    CHECK_FALSE(ordered.report.parallel_edges.has_value());
    check_offsets(ordered, nodes_of(round));
  }
}

TEST_CASE(
    "in_row_order: joined ties have the sum of weights and stay apart where a column differs") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    std::vector<Tie> ties = random_ties(nodes_of(round), 12 * round, round);
    const OrderedTies ordered = in_row_order(
        list_of(ties), nodes_of(round),
        {.self_loops = SelfLoops::Drop, .parallel_edges = ParallelEdges::Sum, .canonical = false});
    std::sort(ties.begin(), ties.end());
    std::vector<Tie> joined;
    std::size_t loops = 0, parallel = 0;
    for (std::size_t i = 0; i < ties.size(); ++i) {
      const Tie& tie = ties[i];
      loops += std::get<0>(tie) == std::get<1>(tie);
      parallel += i > 0 && std::get<0>(tie) == std::get<0>(ties[i - 1]) &&
                  std::get<1>(tie) == std::get<1>(ties[i - 1]);
      if (std::get<0>(tie) == std::get<1>(tie)) continue;
      Tie kind = tie;
      if (!joined.empty()) std::get<double>(kind) = std::get<double>(joined.back());
      if (!joined.empty() && kind == joined.back())
        std::get<double>(joined.back()) += std::get<double>(tie);
      else
        joined.push_back(tie);
    }
    REQUIRE(ties_of(ordered.ties) == joined);
    CHECK(ordered.report.self_loops == loops);
    CHECK(ordered.report.parallel_edges == parallel);
    CHECK(ordered.report.dropped == ties.size() - joined.size());
    check_offsets(ordered, nodes_of(round));
  }
}
