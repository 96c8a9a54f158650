#include "algorithms/propagation/shared_walk.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/parallel/node_loops.hpp"

namespace grapevine {
namespace {

constexpr std::uint64_t kBlockWork = 1 << 15;

/// Where blocks begin: at the first nodes that have that much work, or twice as much, ..., before
/// them.
std::vector<NodeId> cut_into_blocks(const Adjacency& rows) {
  const SharedArray<EdgeId>& offsets = rows.offsets;
  std::vector<NodeId> blocks = {0};
  for (NodeId v = 1; v < rows.size(); ++v)
    if ((offsets[v] + v) / kBlockWork != (offsets[v - 1] + v - 1) / kBlockWork) blocks.push_back(v);
  blocks.push_back(rows.size());
  return blocks;
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): each bit depends on all.
std::uint64_t mixed(std::uint64_t bits) {
  bits += 0x9E3779B97F4A7C15;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
  return bits ^ bits >> 31;
}

}  // namespace

WalkStart start_of(std::span<const double> restart) {
  WalkStart start;
  const double first = restart.empty() ? 0.0 : restart[0];
  if (std::ranges::all_of(restart, [&](double chance) { return chance == first; })) return start;
  for (NodeId v = 0; v < restart.size(); ++v)
    if (restart[v] > 0.0) start.seeds.push_back({v, restart[v]});
  return start;
}

template <class T>
SharedWalk<T>::SharedWalk(const WalkSteps& steps, const GraphView* view,
                          const ContextFactors& factors)
    : steps_(steps), factors_(factors), blocks_(cut_into_blocks(steps.in_rows())) {
  const bool plain = factors.own == 1.0 && factors.other == 1.0;
  if (view != nullptr && !plain && !graph().columns().context.empty()) {
    ties_.emplace(*view);
    for (const ContextId context : graph().columns().context)
      if (context != kEveryContext)
        num_contexts_ = std::max(num_contexts_, context + std::size_t{1});
  }
  reversible_ = !own_weights() && is_symmetric();
  if constexpr (std::is_same_v<T, double>) {
    weight_ = steps.in_weight();
    per_weight_ = steps.per_weight();
    if (own_weights() && weight_.empty()) fill_weights();
  } else {
    const bool shares = own_weights() || !steps.in_weight().empty();
    made_per_weight_ = Buffer<T>(graph().num_nodes());
    for_each_node(graph(), [&](NodeId u) {
      const double per_weight = steps.per_weight()[u];
      made_per_weight_[u] = shares && per_weight != 0.0 ? T{1} : static_cast<T>(per_weight);
    });
    per_weight_ = made_per_weight_.all();
    if (shares) fill_weights();
  }
}

/// Compares sums over the ties of a hash, and over the ties turned round. Were they equal by
/// chance, walks would take longer, and come to the same ends.
template <class T>
bool SharedWalk<T>::is_symmetric() const {
  const Graph& graph = this->graph();
  if (graph.in_rows().neighbors.data() == graph.out_rows().neighbors.data()) return true;
  const bool all_ties = in_rows().neighbors.size() == graph.num_edges();
  for (NodeId v = 0; all_ties && v < graph.num_nodes(); ++v)
    if (graph.in_degree(v) != graph.out_degree(v)) return false;
  const std::span<const double> weight = steps_.in_weight();
  const auto hash = [&](NodeId from, NodeId to, EdgeId place) {
    const std::uint64_t bits = weight.empty() ? 0 : std::bit_cast<std::uint64_t>(weight[place]);
    return mixed(bits ^ mixed(std::uint64_t{from} << 32 | to));
  };
  std::vector<std::uint64_t> difference(graph.num_nodes());
  for_each_node(graph, [&](NodeId v) {
    EdgeId place = in_rows().offsets[v];
    for (const NodeId u : in_rows()[v]) {
      difference[v] += hash(u, v, place) - hash(v, u, place);
      ++place;
    }
  });
  return std::accumulate(difference.begin(), difference.end(), std::uint64_t{0}) == 0;
}

template <class T>
void SharedWalk<T>::fill_weights() {
  const std::span<const double> in_weight = steps_.in_weight();
  made_weight_ = Buffer<T>(in_rows().neighbors.size());
  for_each_node(graph(), [&](NodeId v) {
    EdgeId place = in_rows().offsets[v];
    for (const NodeId u : in_rows()[v]) {
      made_weight_[place] = as_weight(u, in_weight.empty() ? 1.0 : in_weight[place]);
      ++place;
    }
  });
  weight_ = made_weight_.all();
}

template class SharedWalk<double>;
template class SharedWalk<float>;

}  // namespace grapevine
