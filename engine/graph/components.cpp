#include "engine/graph/components.hpp"

#include <algorithm>

namespace grapevine {
namespace {

constexpr std::uint32_t kUnseen = kNoNode;

class Tarjan {
 public:
  explicit Tarjan(const Graph& graph)
      : graph_(graph),
        order_(graph.num_nodes(), kUnseen),
        lowest_(graph.num_nodes(), kUnseen),
        component_(graph.num_nodes(), kUnseen) {}

  std::vector<std::uint32_t> run() {
    for (NodeId v = 0; v < graph_.num_nodes(); ++v)
      if (order_[v] == kUnseen) search_from(v);
    return std::move(component_);
  }

 private:
  struct Visit {
    NodeId node;
    NodeId next_neighbor;  ///< Place in the node's row to look at next.
  };

  void enter(NodeId v) {
    order_[v] = lowest_[v] = next_order_++;
    open_.push_back(v);
    path_.push_back({v, 0});
  }

  void search_from(NodeId root) {
    enter(root);
    while (!path_.empty()) {
      const NodeId v = path_.back().node;
      const auto row = graph_.out_neighbors(v);
      if (path_.back().next_neighbor < row.size()) {
        const NodeId w = row[path_.back().next_neighbor++];
        if (order_[w] == kUnseen)
          enter(w);
        else if (component_[w] == kUnseen)
          lowest_[v] = std::min(lowest_[v], order_[w]);
        continue;
      }
      leave(v);
    }
  }

  /// All neighbours of v are done: v closes a component, or passes on what it reaches.
  void leave(NodeId v) {
    path_.pop_back();
    if (!path_.empty())
      lowest_[path_.back().node] = std::min(lowest_[path_.back().node], lowest_[v]);
    if (lowest_[v] != order_[v]) return;
    for (NodeId w = kNoNode; w != v; open_.pop_back()) {
      w = open_.back();
      component_[w] = num_components_;
    }
    ++num_components_;
  }

  const Graph& graph_;
  std::vector<std::uint32_t> order_, lowest_, component_;
  std::vector<NodeId> open_;
  std::vector<Visit> path_;
  std::uint32_t next_order_ = 0, num_components_ = 0;
};

}  // namespace

std::vector<std::uint32_t> strong_components(const Graph& graph) { return Tarjan(graph).run(); }

}  // namespace grapevine
