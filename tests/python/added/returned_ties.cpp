#include "tests/python/added/returned_ties.hpp"

#include <algorithm>
#include <limits>

#include "engine/parallel/node_loops.hpp"

namespace grapevine {

ReturnedTiesResult returned_ties(const Graph& graph, const ReturnedTiesOptions& options) {
  validate(options);
  ReturnedTiesResult result{std::vector<double>(graph.num_nodes())};
  for_each_node(graph, [&](NodeId u) {
    const auto count = std::ranges::count_if(graph.out_neighbors(u), [&](NodeId v) {
      return std::ranges::binary_search(graph.out_neighbors(v), u);
    });
    const bool enough = graph.out_degree(u) >= static_cast<NodeId>(options.least_ties);
    result.share[u] = enough ? static_cast<double>(count) / graph.out_degree(u)
                             : std::numeric_limits<double>::quiet_NaN();
  });
  return result;
}

}  // namespace grapevine
