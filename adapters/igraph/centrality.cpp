#include "adapters/igraph/centrality.hpp"

#include <numeric>

#include "adapters/igraph/objects.hpp"

namespace grapevine {
namespace {

/// ARPACK from the same vector in each run, with as many steps as it needs.
igraph_arpack_options_t arpack_options() {
  igraph_arpack_options_t options;
  igraph_arpack_options_init(&options);
  options.mxiter = 100'000;
  return options;
}

std::vector<double> scaled(std::vector<double> values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  for (double& value : values) value /= sum;
  return values;
}

}  // namespace

IgraphHits igraph_hits(const Graph& graph) {
  const IgraphHandlers handlers;
  const IgraphGraph copy(handlers, graph);
  IgraphNumbers hub(handlers), authority(handlers);
  igraph_vector_t weights;
  igraph_arpack_options_t options = arpack_options();
  check_igraph(handlers, igraph_hub_and_authority_scores(
                             copy.get(), hub.get(), authority.get(), nullptr, true,
                             view(weights, graph.columns().weight), &options));
  return {scaled(hub.copy()), scaled(authority.copy())};
}

IgraphEigenvector igraph_eigenvector(const Graph& graph) {
  const IgraphHandlers handlers;
  const IgraphGraph copy(handlers, graph);
  IgraphNumbers centrality(handlers);
  igraph_vector_t weights;
  igraph_real_t radius = 0.0;
  igraph_arpack_options_t options = arpack_options();
  check_igraph(handlers, igraph_eigenvector_centrality(
                             copy.get(), centrality.get(), &radius, IGRAPH_DIRECTED, true,
                             view(weights, graph.columns().weight), &options));
  return {scaled(centrality.copy()), radius};
}

}  // namespace grapevine
