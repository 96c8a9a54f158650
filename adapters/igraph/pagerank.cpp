#include "adapters/igraph/pagerank.hpp"

#include <cassert>

#include "adapters/igraph/objects.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {
std::vector<double> igraph_pagerank(const Graph& graph, double damping,
                                    std::span<const double> restart) {
  assert(restart.empty() || restart.size() == graph.num_nodes());
  if (!(damping >= 0.0 && damping < 1.0))
    throw Error(ErrorCode::InvalidOption, "damping", "is " + to_text(damping),
                "give a number in [0, 1)");
  if (graph.num_nodes() == 0) return {};
  const IgraphHandlers handlers;
  const IgraphGraph copy(handlers, graph);
  IgraphNumbers rank(handlers);
  igraph_vector_t weights, reset;
  const auto* weight_view = view(weights, graph.columns().weight);
  const auto* restart_view = view(reset, restart);
  check_igraph(handlers,
               igraph_personalized_pagerank(copy.get(), IGRAPH_PAGERANK_ALGO_PRPACK, rank.get(),
                                            nullptr, igraph_vss_all(), IGRAPH_DIRECTED, damping,
                                            restart_view, weight_view, nullptr));
  return rank.copy();
}

}  // namespace grapevine
