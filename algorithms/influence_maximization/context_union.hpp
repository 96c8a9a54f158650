#pragma once
#include <span>
#include <vector>

#include "algorithms/diffusion/context_diffusion.hpp"

namespace grapevine {

/// Some contexts of a study as one graph without ties between them: a node for each of them and
/// each person. The value reached in all contexts together is the value reached in this graph, so
/// what chooses and certifies seeds of one graph does so under one limit for all contexts, and a
/// person who is chosen in two contexts is paid twice.
struct ContextUnion {
  std::vector<ContextId> contexts;
  NodeId num_people = 0;
  Graph graph;                 ///< Weights of ties are chances.
  std::vector<double> values;  ///< Of each node.

  NodeId node(std::size_t place, NodeId person) const {
    return static_cast<NodeId>(place) * num_people + person;
  }
  ContextId context_of(NodeId node) const { return contexts[node / num_people]; }
  NodeId person_of(NodeId node) const { return node % num_people; }

  /// Of the union's ties.
  TieChances chances(NegativeTies negative_ties) const;
};

/// Time and memory O(contexts x (people + ties)), and the sorting of ties. Errors: InvalidOption
/// when there are too many nodes; those of `ContextDiffusion::chances`, and for linear thresholds
/// BadInput where they cannot be.
ContextUnion context_union(const ContextDiffusion& diffusion, std::span<const ContextId> contexts,
                           CascadeModel model);

}  // namespace grapevine
