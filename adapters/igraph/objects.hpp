#pragma once
#include <igraph.h>

#include <span>
#include <string>
#include <vector>

#include "adapters/igraph/handlers.hpp"
#include "engine/base/error.hpp"
#include "engine/graph/graph.hpp"

namespace grapevine {

/// Throws igraph's reason to refuse.
inline void check_igraph(const IgraphHandlers& handlers, igraph_error_t code) {
  if (code == IGRAPH_SUCCESS) return;
  const std::string reason = handlers.reasons().empty() ? "" : handlers.reasons().back();
  throw Error(ErrorCode::BadInput, "igraph", reason, "use our own algorithm of that name");
}

class IgraphIntegers {
 public:
  IgraphIntegers(const IgraphHandlers& handlers, EdgeId size) {
    check_igraph(handlers, igraph_vector_int_init(&values_, static_cast<igraph_integer_t>(size)));
  }
  ~IgraphIntegers() { igraph_vector_int_destroy(&values_); }
  IgraphIntegers(const IgraphIntegers&) = delete;
  IgraphIntegers& operator=(const IgraphIntegers&) = delete;

  igraph_integer_t& operator[](EdgeId i) { return VECTOR(values_)[i]; }
  const igraph_vector_int_t* get() const { return &values_; }

 private:
  igraph_vector_int_t values_;
};

class IgraphNumbers {
 public:
  explicit IgraphNumbers(const IgraphHandlers& handlers) {
    check_igraph(handlers, igraph_vector_init(&values_, 0));
  }
  ~IgraphNumbers() { igraph_vector_destroy(&values_); }
  IgraphNumbers(const IgraphNumbers&) = delete;
  IgraphNumbers& operator=(const IgraphNumbers&) = delete;

  igraph_vector_t* get() { return &values_; }
  std::vector<double> copy() const {
    return {VECTOR(values_), VECTOR(values_) + igraph_vector_size(&values_)};
  }

 private:
  igraph_vector_t values_;
};

class IgraphGraph {
 public:
  /// The stored arcs in the order of EdgeId.
  IgraphGraph(const IgraphHandlers& handlers, const Graph& graph) {
    IgraphIntegers ends(handlers, 2 * graph.num_edges());
    EdgeId place = 0;
    for (NodeId u = 0; u < graph.num_nodes(); ++u) {
      for (const NodeId v : graph.out_neighbors(u)) {
        ends[place++] = u;
        ends[place++] = v;
      }
    }
    check_igraph(handlers, igraph_create(&graph_, ends.get(), graph.num_nodes(), IGRAPH_DIRECTED));
  }
  ~IgraphGraph() { igraph_destroy(&graph_); }
  IgraphGraph(const IgraphGraph&) = delete;
  IgraphGraph& operator=(const IgraphGraph&) = delete;

  const igraph_t* get() const { return &graph_; }

 private:
  igraph_t graph_;
};

/// A view, or null of nothing; igraph takes null for "all alike".
inline const igraph_vector_t* view(igraph_vector_t& storage, std::span<const double> values) {
  if (values.empty()) return nullptr;
  return igraph_vector_view(&storage, values.data(), static_cast<igraph_integer_t>(values.size()));
}

}  // namespace grapevine
