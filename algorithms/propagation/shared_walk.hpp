#pragma once
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"
#include "engine/base/buffer.hpp"

namespace grapevine {

/// Where a walk starts, and the context whose ties it may weigh otherwise.
struct WalkStart {
  struct Seed {
    NodeId node;
    double chance;
  };
  std::vector<Seed> seeds;  ///< By node, each once, summing to 1; none: every node alike.
  ContextId context = kEveryContext;
};

/// The seeds of a restart vector that sums to 1.
WalkStart start_of(std::span<const double> restart);

/// What the walk of a context multiplies weights by.
struct ContextFactors {
  double own = 1.0;    ///< Of ties of its context.
  double other = 1.0;  ///< Of ties of other contexts; 0 masks them.
};

/// What all walks on one graph have in common. In double it is what `steps` has; in single
/// precision each weight is its share of its row, which no power of 2 takes out of range.
template <class T>
class SharedWalk {
 public:
  /// `steps` must outlive the object, as must `view`, whose ties they are. With factors other than
  /// 1, on a graph with contexts, each walk has weights of its own; a null view: none has.
  SharedWalk(const WalkSteps& steps, const GraphView* view = nullptr,
             const ContextFactors& factors = {});
  SharedWalk(const SharedWalk&) = delete;
  SharedWalk& operator=(const SharedWalk&) = delete;

  const Graph& graph() const { return steps_.graph(); }
  const Adjacency& in_rows() const { return steps_.in_rows(); }
  bool own_weights() const { return ties_.has_value(); }
  const ContextFactors& factors() const { return factors_; }
  /// Whether each tie is one both ways, of the same weight: steps have real eigenvalues.
  bool reversible() const { return reversible_; }
  /// All contexts of ties are less. Of walks with weights of their own.
  std::size_t num_contexts() const { return num_contexts_; }
  std::span<const T> weight() const { return weight_; }
  std::span<const T> per_weight() const { return per_weight_; }
  /// First nodes of the blocks of a sweep, and the number of nodes: some 32,768 nodes and arcs
  /// each, cut by the graph alone. Sums over nodes are sums over blocks.
  std::span<const NodeId> blocks() const { return blocks_; }

  /// Whether a tie from u is in `in_rows`. Requires own_weights().
  bool has(NodeId u, EdgeId e) const { return (*ties_)(u, e) != 0.0; }
  /// Of a tie from u, as `weight` has it in the order of incoming rows. Requires own_weights().
  T out_weight(NodeId u, EdgeId e) const { return as_weight(u, (*ties_)(u, e)); }

 private:
  /// In single precision all weights are shares where there are any.
  T as_weight(NodeId u, double weight) const {
    if constexpr (std::is_same_v<T, double>)
      return weight;
    else
      return static_cast<T>(weight * steps_.per_weight()[u]);
  }
  void fill_weights();
  bool is_symmetric() const;

  const WalkSteps& steps_;
  ContextFactors factors_;
  std::size_t num_contexts_ = 0;
  bool reversible_ = false;
  std::optional<TieWeights> ties_;
  Buffer<T> made_weight_, made_per_weight_;
  std::span<const T> weight_, per_weight_;
  std::vector<NodeId> blocks_;
};

}  // namespace grapevine
