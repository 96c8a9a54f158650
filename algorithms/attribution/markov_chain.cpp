#include "algorithms/attribution/markov_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

/// Where a walk goes from one node by one player.
struct Edge {
  std::uint32_t from = 0;
  NodeId player = kNoNode;
  std::uint32_t to = 0;
  double weight = 0.0;
};

/// Edges by (from, player): open addressing, at most half full.
class EdgeTable {
 public:
  EdgeTable() : slots_(1 << 10, kEmpty) {}

  std::vector<Edge>& edges() { return edges_; }

  /// The edge's place, or where it belongs: `edges().size()`, and the next `add` puts it there.
  std::uint32_t find(std::uint32_t from, NodeId player) {
    for (slot_ = hash(from, player);; slot_ = (slot_ + 1) & (slots_.size() - 1)) {
      const std::uint32_t e = slots_[slot_];
      if (e == kEmpty) return static_cast<std::uint32_t>(edges_.size());
      if (edges_[e].from == from && edges_[e].player == player) return e;
    }
  }

  void add(const Edge& edge) {
    find(edge.from, edge.player);
    slots_[slot_] = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back(edge);
    if (2 * edges_.size() < slots_.size()) return;
    slots_.assign(2 * slots_.size(), kEmpty);
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
      std::size_t slot = hash(edges_[e].from, edges_[e].player);
      while (slots_[slot] != kEmpty) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = e;
    }
  }

 private:
  static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};

  std::size_t hash(std::uint32_t from, NodeId player) const {
    const std::uint64_t mixed = (std::uint64_t{from} << 32 | player) * 0x9E3779B97F4A7C15;
    return mixed >> (64 - std::countr_zero(slots_.size()));
  }

  std::vector<std::uint32_t> slots_;
  std::vector<Edge> edges_;
  std::size_t slot_ = 0;
};

/// Nodes are the first players of a path up to `order` of them, and all runs of `order` players.
/// Node 0 has none: all begin there. Those through which no weight goes are no states.
class Grams {
 public:
  explicit Grams(int order) : order_(static_cast<std::size_t>(order)) { add_node({}, 0); }

  void add_path(std::span<const NodeId> path, double conversions, double value, double nulls) {
    const double weight = conversions + nulls;
    std::uint32_t node = 0;
    const std::size_t entry = std::min(order_, path.size());
    for (std::size_t i = 0; i < entry; ++i) node = table_.edges()[step(node, path[i])].to;
    enters_[node] += weight;
    for (std::size_t i = entry; i < path.size(); ++i) {
      Edge& edge = table_.edges()[step(node, path[i])];
      edge.weight += weight;
      node = edge.to;
    }
    converts_[node] += conversions;
    value_[node] += value;
    fails_[node] += nulls;
  }

  MarkovChain chain();

 private:
  std::uint32_t add_node(const Gram& gram, std::size_t length) {
    grams_.push_back(gram);
    std::fill(grams_.back().begin() + static_cast<std::ptrdiff_t>(length), grams_.back().end(),
              kNoNode);
    length_.push_back(length);
    for (auto* all : {&enters_, &converts_, &value_, &fails_}) all->push_back(0.0);
    return static_cast<std::uint32_t>(grams_.size() - 1);
  }

  /// The edge from `node` by `player`, made where there is none.
  std::uint32_t step(std::uint32_t node, NodeId player) {
    const std::uint32_t e = table_.find(node, player);
    if (e < table_.edges().size()) return e;
    Gram gram = grams_[node];
    std::uint32_t to = 0;
    if (length_[node] < order_) {
      gram[length_[node]] = player;
      to = add_node(gram, length_[node] + 1);
    } else {  // the oldest is forgotten, so another beginning leads there
      for (std::size_t i = 1; i < order_; ++i) to = table_.edges()[step(to, gram[i])].to;
      to = table_.edges()[step(to, player)].to;
    }
    table_.add({node, player, to, 0.0});
    return table_.find(node, player);
  }

  std::size_t order_;
  EdgeTable table_;
  std::vector<Gram> grams_;
  std::vector<std::size_t> length_;
  std::vector<double> enters_, converts_, value_, fails_;
};

MarkovChain Grams::chain() {
  std::vector<double> leaves = enters_;
  for (const Edge& edge : table_.edges()) leaves[edge.to] += edge.weight;
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t v = 1; v < grams_.size(); ++v)
    if (leaves[v] > 0.0) nodes.push_back(v);
  if (nodes.size() > kMaxMarkovStates)
    throw Error(
        ErrorCode::BadInput, "paths",
        fmt::format("a chain of order {} has {} states", order_, nodes.size()),
        fmt::format("give a lower order, or fewer players; the limit is {}", kMaxMarkovStates));
  std::ranges::sort(nodes, {}, [&](std::uint32_t v) { return grams_[v]; });
  std::vector<std::uint32_t> state(grams_.size());
  MarkovChain chain;
  for (const std::uint32_t v : nodes) {
    state[v] = static_cast<std::uint32_t>(chain.states.size());
    chain.states.push_back(grams_[v]);
    chain.enters.push_back(enters_[v]);
    chain.leaves.push_back(leaves[v]);
    chain.converts.push_back(converts_[v]);
    chain.value.push_back(value_[v]);
    chain.fails.push_back(fails_[v]);
  }
  std::vector<Edge> edges;
  for (Edge edge : table_.edges()) {
    if (edge.weight == 0.0) continue;
    edge.from = state[edge.from];
    edge.to = state[edge.to];
    edges.push_back(edge);
  }
  std::ranges::sort(edges, {}, [](const Edge& e) { return std::pair(e.from, e.to); });
  chain.steps.first.assign(nodes.size() + 1, 0);
  for (const Edge& edge : edges) {
    ++chain.steps.first[edge.from + 1];
    chain.steps.column.push_back(edge.to);
    chain.steps.value.push_back(edge.weight / chain.leaves[edge.from]);
    chain.weight.push_back(edge.weight);
  }
  std::partial_sum(chain.steps.first.begin(), chain.steps.first.end(), chain.steps.first.begin());
  for (std::size_t s = 0; s < nodes.size(); ++s) {
    chain.total += chain.enters[s];
    chain.total_conversions += chain.converts[s];
    chain.total_value += chain.value[s];
  }
  return chain;
}

}  // namespace

MarkovChain markov_chain(const Paths& paths, int order, bool nulls) {
  Grams grams(order);
  for (std::size_t i = 0; i < paths.num_paths(); ++i) {
    const double conversions = paths.conversions[i], failed = nulls ? paths.nulls[i] : 0.0;
    if (paths.path(i).empty() || conversions + failed == 0.0) continue;
    grams.add_path(paths.path(i), conversions, conversions > 0.0 ? paths.value[i] : 0.0, failed);
  }
  return grams.chain();
}

std::string gram_name(const Gram& gram, const IdIndex& players) {
  std::string name;
  for (const NodeId player : gram)
    if (player != kNoNode) name += (name.empty() ? "" : " > ") + players.name(player);
  return name;
}

}  // namespace grapevine
