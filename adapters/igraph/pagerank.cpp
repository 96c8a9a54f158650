#include "adapters/igraph/pagerank.hpp"

#include <igraph.h>

#include <cassert>
#include <mutex>
#include <string>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

/// What igraph said last; written by its error handler, which `ScopedHandlers` serialises.
std::string& last_reason() {
  static std::string reason;
  return reason;
}

void keep_reason(const char* reason, const char*, int, igraph_error_t) {
  last_reason() = reason;
  IGRAPH_FINALLY_FREE();
}

/// igraph's handlers are global and print or abort unless replaced: one caller at a time.
class ScopedHandlers {
 public:
  ScopedHandlers()
      : lock_(mutex()),
        error_(igraph_set_error_handler(keep_reason)),
        warning_(igraph_set_warning_handler(igraph_warning_handler_ignore)) {}
  ~ScopedHandlers() {
    igraph_set_error_handler(error_);
    igraph_set_warning_handler(warning_);
  }
  ScopedHandlers(const ScopedHandlers&) = delete;
  ScopedHandlers& operator=(const ScopedHandlers&) = delete;

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }

  std::unique_lock<std::mutex> lock_;
  igraph_error_handler_t* error_;
  igraph_warning_handler_t* warning_;
};

void check_igraph(igraph_error_t code) {
  if (code != IGRAPH_SUCCESS)
    throw Error(ErrorCode::BadInput, "igraph", last_reason(), "use our own pagerank instead");
}

class IgraphIntegers {
 public:
  explicit IgraphIntegers(EdgeId size) {
    check_igraph(igraph_vector_int_init(&values_, static_cast<igraph_integer_t>(size)));
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
  IgraphNumbers() { check_igraph(igraph_vector_init(&values_, 0)); }
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
  explicit IgraphGraph(const Graph& graph) {
    IgraphIntegers ends(2 * graph.num_edges());
    EdgeId place = 0;
    for (NodeId u = 0; u < graph.num_nodes(); ++u) {
      for (const NodeId v : graph.out_neighbors(u)) {
        ends[place++] = u;
        ends[place++] = v;
      }
    }
    check_igraph(igraph_create(&graph_, ends.get(), graph.num_nodes(), IGRAPH_DIRECTED));
  }
  ~IgraphGraph() { igraph_destroy(&graph_); }
  IgraphGraph(const IgraphGraph&) = delete;
  IgraphGraph& operator=(const IgraphGraph&) = delete;

  const igraph_t* get() const { return &graph_; }

 private:
  igraph_t graph_;
};

/// A view, or null of nothing; igraph takes null for "all alike".
const igraph_vector_t* view(igraph_vector_t& storage, std::span<const double> values) {
  if (values.empty()) return nullptr;
  return igraph_vector_view(&storage, values.data(), static_cast<igraph_integer_t>(values.size()));
}

}  // namespace

std::vector<double> igraph_pagerank(const Graph& graph, double damping,
                                    std::span<const double> restart) {
  assert(restart.empty() || restart.size() == graph.num_nodes());
  if (!(damping >= 0.0 && damping < 1.0))
    throw Error(ErrorCode::InvalidOption, "damping", "is " + to_text(damping),
                "give a number in [0, 1)");
  if (graph.num_nodes() == 0) return {};
  const ScopedHandlers handlers;
  const IgraphGraph copy(graph);
  IgraphNumbers rank;
  igraph_vector_t weights, reset;
  const auto* weight_view = view(weights, graph.columns().weight);
  const auto* restart_view = view(reset, restart);
  check_igraph(igraph_personalized_pagerank(copy.get(), IGRAPH_PAGERANK_ALGO_PRPACK, rank.get(),
                                            nullptr, igraph_vss_all(), IGRAPH_DIRECTED, damping,
                                            restart_view, weight_view, nullptr));
  return rank.copy();
}

}  // namespace grapevine
