#include "engine/graph/graph_view.hpp"

#include <algorithm>
#include <bit>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Whether a filter lets a tie of the graph through.
class Passes {
 public:
  Passes(const Graph& graph, const TieFilter& filter)
      : graph_(graph), columns_(graph.columns()), filter_(filter) {}

  bool operator()(EdgeId e) const {
    if (filter_.sign && graph_.sign(e) != *filter_.sign) return false;
    if (filter_.context && graph_.context(e) != *filter_.context &&
        graph_.context(e) != kEveryContext)
      return false;
    return of_type(e) && in_time(e);
  }

 private:
  bool of_type(EdgeId e) const {
    if (filter_.types.empty()) return true;
    return !columns_.type.empty() &&
           std::ranges::find(filter_.types, columns_.type[e]) != filter_.types.end();
  }

  bool in_time(EdgeId e) const {
    const Time begin = columns_.time.empty() ? kUndated : columns_.time[e],
               end = columns_.end.empty() ? kUndated : columns_.end[e];
    const bool dated = begin != kUndated;
    if (filter_.at && ((dated && begin > *filter_.at) || (end != kUndated && end <= *filter_.at)))
      return false;
    if (filter_.before && dated && begin >= *filter_.before) return false;
    return !filter_.after || (dated && begin >= *filter_.after);
  }

  const Graph& graph_;
  const GraphColumns& columns_;
  const TieFilter& filter_;
};

}  // namespace

GraphView::GraphView(const Graph& graph, const TieFilter& filter) : graph_(&graph) {
  if (!filter.any()) return;
  const Passes passes(graph, filter);
  kept_.resize(graph.num_edges() / 64 + 1);
  for_each_index(kept_.size(), [&](std::size_t word) {
    const EdgeId begin = word * 64, end = std::min<EdgeId>(begin + 64, graph.num_edges());
    for (EdgeId e = begin; e < end; ++e) kept_[word] |= std::uint64_t{passes(e)} << (e - begin);
  });
  EdgeId count = 0;
  for (const std::uint64_t word : kept_) count += static_cast<EdgeId>(std::popcount(word));
  num_edges_ = count;
}

NodeId GraphView::out_degree(NodeId u) const {
  if (is_whole()) return graph_->out_degree(u);
  NodeId degree = 0;
  const EdgeId first = graph_->first_out_edge(u);
  for (EdgeId e = first; e < first + graph_->out_degree(u); ++e) degree += has(e);
  return degree;
}

NodeId GraphView::in_degree(NodeId v) const {
  if (is_whole()) return graph_->in_degree(v);
  if (graph_->in_edges(v).empty()) {  // no columns: every tie passes, or none
    return num_edges() == 0 ? 0 : graph_->in_degree(v);
  }
  NodeId degree = 0;
  for (const EdgeId e : graph_->in_edges(v)) degree += has(e);
  return degree;
}

}  // namespace grapevine
