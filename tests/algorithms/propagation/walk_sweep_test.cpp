#include "algorithms/propagation/walk_sweep.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "engine/base/buffer.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/vector_sets.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kWidths[] = {1, 4, 8, 16, 32, 64};
constexpr std::size_t kClasses = 5;  // of which the last changes nothing

/// One step of 64 lanes over a graph with hubs, sinks, starts and scales of some lanes, at random.
template <class T>
struct Step {
  explicit Step(const Graph& of, std::uint64_t seed = 1) : graph(of) {
    Random random(seed, 7);
    const auto number = [&] { return static_cast<T>(random.uniform()); };
    for (EdgeId e = 0; e < graph.num_edges(); ++e) {
      weight.push_back(number());
      arc_class.push_back(static_cast<std::uint8_t>(random.below(kClasses)));
    }
    for (std::size_t i = 0; i < kClasses * kMostLanes; ++i)
      factor.push_back(i / kMostLanes + 1 < kClasses ? T{10} * number() : T{1});
    for (std::size_t lane = 0; lane < kMostLanes; ++lane) {
      everywhere.push_back(number());
      on_start.push_back(number());
    }
    for (NodeId v = 0; v < graph.num_nodes(); ++v) {
      own_row.push_back(static_cast<std::uint8_t>(random.below(2)));
      per_weight.push_back(random.below(4) == 0 ? T{0} : number());
      for (std::uint32_t lane = 0; lane < kMostLanes; ++lane) {
        from.push_back(number());
        if (random.below(40) == 0) starts.push_back({v, lane, number()});
        if (random.below(40) == 0)
          scales.push_back({v, lane, random.below(4) == 0 ? T{0} : number()});
      }
    }
  }

  const Graph& graph;
  std::vector<T> weight, factor, everywhere, on_start, per_weight, from;
  std::vector<std::uint8_t> arc_class, own_row;
  std::vector<LaneStart<T>> starts;
  std::vector<LaneScale<T>> scales;
};

struct Swept {
  std::vector<double> passed, rank;  ///< nodes x lanes, lane by lane
  std::vector<double> change, sunk;
};

/// Of lanes `first` ... `first + lanes - 1`, all nodes in one go.
template <class T>
Swept swept(const Step<T>& step, std::size_t first, std::size_t lanes, SweptArcs arcs,
            VectorSet vectors) {
  const NodeId n = step.graph.num_nodes();
  const auto cut = [&](const std::vector<T>& wide) {
    Buffer<T> narrow(wide.size() / kMostLanes * lanes);
    for (std::size_t i = 0; i < narrow.size(); ++i)
      narrow[i] = wide[i / lanes * kMostLanes + first + i % lanes];
    return narrow;
  };
  const auto cut_list = [&]<class Entry>(const std::vector<Entry>& wide) {
    std::vector<Entry> narrow;
    for (Entry entry : wide) {
      if (entry.lane < first || entry.lane >= first + lanes) continue;
      entry.lane -= static_cast<std::uint32_t>(first);
      narrow.push_back(entry);
    }
    narrow.push_back({kNoNode, 0, T{0}});
    return narrow;
  };
  const Buffer<T> factor = cut(step.factor), everywhere = cut(step.everywhere),
                  on_start = cut(step.on_start), from = cut(step.from), to(n * lanes);
  const auto starts = cut_list(step.starts);
  const auto scales = cut_list(step.scales);
  Swept result{.rank = std::vector<double>(n * lanes),
               .change = std::vector<double>(lanes),
               .sunk = std::vector<double>(lanes)};
  std::vector<double*> rank_of(lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) rank_of[lane] = &result.rank[lane * n];
  const WalkSweep<T> sweep{.lanes = lanes,
                           .offsets = step.graph.in_rows().offsets.data(),
                           .sources = step.graph.in_rows().neighbors.data(),
                           .num_arcs = step.graph.num_edges(),
                           .weight = step.weight.data(),
                           .arc_class = step.arc_class.data(),
                           .own_row = step.own_row.data(),
                           .factor = factor.data(),
                           .plain_class = kClasses - 1,
                           .per_weight = step.per_weight.data(),
                           .from = from.data(),
                           .to = to.data(),
                           .everywhere = everywhere.data(),
                           .on_start = on_start.data(),
                           .damping = T{0.75},
                           .rank_of = rank_of.data()};
  sweep_rows(T{}, lanes, arcs, vectors)(sweep, {0, n, starts.data(), scales.data()},
                                        result.change.data(), result.sunk.data());
  for (std::size_t lane = 0; lane < lanes; ++lane)
    for (NodeId v = 0; v < n; ++v)
      result.passed.push_back(static_cast<double>(to[v * lanes + lane]));
  return result;
}

/// The definition, in long double.
template <class T>
Swept plain(const Step<T>& s, std::size_t lane, SweptArcs arcs) {
  const NodeId n = s.graph.num_nodes();
  Swept result;
  long double change = 0, sunk = 0;
  for (NodeId v = 0; v < n; ++v) {
    long double pulled = 0, start = 0, per_weight = s.per_weight[v];
    EdgeId e = s.graph.first_in_edge(v);
    for (const NodeId u : s.graph.in_neighbors(v)) {
      long double weight = arcs == SweptArcs::Plain ? T{1} : s.weight[e];
      if (arcs == SweptArcs::Own && s.own_row[v] != 0)
        weight *= s.factor[s.arc_class[e] * kMostLanes + lane];
      pulled += arcs == SweptArcs::None ? 0.0L : weight * s.from[u * kMostLanes + lane];
      ++e;
    }
    for (const LaneStart<T>& entry : s.starts)
      if (entry.node == v && entry.lane == lane) start = entry.chance;
    for (const LaneScale<T>& entry : s.scales)
      if (entry.node == v && entry.lane == lane) per_weight = entry.per_weight;
    const long double rank = s.everywhere[lane] + s.on_start[lane] * start + 0.75L * pulled;
    const long double pass = per_weight == 0 ? 1.0L : per_weight;
    change += std::abs(rank * pass - s.from[v * kMostLanes + lane]) / pass;
    sunk += per_weight == 0 ? rank : 0.0L;
    result.rank.push_back(static_cast<double>(rank));
    result.passed.push_back(static_cast<double>(rank * pass));
  }
  result.change = {static_cast<double>(change)};
  result.sunk = {static_cast<double>(sunk)};
  return result;
}

double worst_error(const std::vector<double>& found, const std::vector<double>& expected) {
  double worst = found.size() == expected.size() ? 0.0 : INFINITY;
  for (std::size_t i = 0; i < expected.size() && i < found.size(); ++i)
    worst = std::max(worst, std::abs(found[i] - expected[i]) / (std::abs(expected[i]) + 1e-30));
  return worst;
}

/// Nodes whose rows have 0, few, 256, 257 and thousands of arcs; more of them than are flushed at
/// once.
Graph graph_with_hubs() {
  testing::Ties ties = testing::random_ties(150, 500, 3);
  Random random(4, 0);
  for (const auto& [hub, arcs] : {std::pair{3U, 256U}, {64U, 257U}, {149U, 1537U}}) {
    std::erase_if(ties, [&](const auto& tie) { return tie.second == hub; });
    for (NodeId i = 0; i < arcs; ++i)
      ties.emplace_back(static_cast<NodeId>(random.below(150)), hub);
  }
  return testing::graph_of(150, ties);
}

constexpr SweptArcs kKinds[] = {SweptArcs::None, SweptArcs::Plain, SweptArcs::Weighted,
                                SweptArcs::Own};

template <class T>
void check_against_definition(double allowed) {
  const Graph graph = graph_with_hubs();
  const Step<T> step(graph);
  for (const SweptArcs arcs : kKinds)
    for (std::size_t lane = 0; lane < kMostLanes; lane += 7) {
      CAPTURE(static_cast<int>(arcs), lane);
      const Swept found = swept(step, lane, 1, arcs, VectorSet::Plain);
      const Swept expected = plain(step, lane, arcs);
      CHECK(worst_error(found.rank, expected.rank) <= allowed);
      CHECK(worst_error(found.passed, expected.passed) <= allowed);
      CHECK(worst_error(found.change, expected.change) <= allowed);
      CHECK(worst_error(found.sunk, expected.sunk) <= allowed);
    }
}

TEST_CASE("sweep_rows: a step by its definition, with hubs, sinks, starts, factors and scales") {
  check_against_definition<double>(1e-14);
  check_against_definition<float>(2e-6);
}

template <class T>
void check_widths(VectorSet vectors) {
  const Graph graph = graph_with_hubs();
  const Step<T> step(graph, 2);
  for (const SweptArcs arcs : kKinds) {
    std::vector<Swept> alone;
    for (std::size_t lane = 0; lane < kMostLanes; ++lane)
      alone.push_back(swept(step, lane, 1, arcs, VectorSet::Plain));
    for (const std::size_t lanes : kWidths) {
      if (lanes * sizeof(T) > kMostRowBytes) continue;
      for (std::size_t first = 0; first < kMostLanes; first += lanes) {
        const Swept together = swept(step, first, lanes, arcs, vectors);
        bool same = true;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          const Swept& one = alone[first + lane];
          const auto place = static_cast<std::ptrdiff_t>(lane * graph.num_nodes());
          same =
              same && std::equal(one.rank.begin(), one.rank.end(), together.rank.begin() + place);
          same = same &&
                 std::equal(one.passed.begin(), one.passed.end(), together.passed.begin() + place);
          same = same && one.change[0] == together.change[lane];
          same = same && one.sunk[0] == together.sunk[lane];
        }
        CAPTURE(static_cast<int>(arcs), lanes, first);
        CHECK(same);
      }
    }
  }
}

TEST_CASE("sweep_rows: a lane has the bits of a sweep of its own, in every width and vector set") {
  for (const VectorSet vectors : testing::runnable_vector_sets()) {
    CAPTURE(kVectorSetNames[static_cast<std::size_t>(vectors)]);
    check_widths<double>(vectors);
    check_widths<float>(vectors);
  }
}

TEST_CASE("sweep_rows: single precision adds a million small numbers without losing them") {
  constexpr NodeId kLeaves = 1'000'000;
  const Graph graph = testing::star(kLeaves + 1);
  std::vector<float> from(kLeaves + 1, 1.0F / kLeaves), to(kLeaves + 1);
  const std::vector<float> per_weight(kLeaves + 1, 1.0F), nothing = {0.0F};
  const LaneStart<float> no_start{kNoNode, 0, 0.0F};
  const LaneScale<float> no_scale{kNoNode, 0, 0.0F};
  double change = 0.0, sunk = 0.0;
  const WalkSweep<float> sweep{.offsets = graph.in_rows().offsets.data(),
                               .sources = graph.in_rows().neighbors.data(),
                               .num_arcs = graph.num_edges(),
                               .per_weight = per_weight.data(),
                               .from = from.data(),
                               .to = to.data(),
                               .everywhere = nothing.data(),
                               .on_start = nothing.data(),
                               .damping = 1.0F};
  sweep_rows(float{}, 1, SweptArcs::Plain, VectorSet::Plain)(
      sweep, {0, kLeaves + 1, &no_start, &no_scale}, &change, &sunk);
  CHECK(std::abs(static_cast<double>(to[0]) - 1.0) <= 2e-7);  // one by one: 1.009
  CHECK(std::abs(change - 2.0) <= 1e-5);
}

}  // namespace
}  // namespace grapevine
