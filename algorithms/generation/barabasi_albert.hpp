#pragma once
#include <memory>
#include <tuple>

#include "engine/registry/generator.hpp"

namespace grapevine {

struct BarabasiAlbertOptions {
  std::uint64_t nodes = 65536;
  std::uint64_t ties_per_node = 8;
  std::uint64_t seed = 0;  ///< Not a field: every command has --seed.

  static constexpr auto fields() {
    using O = BarabasiAlbertOptions;
    return std::tuple{field("nodes", &O::nodes, "Nodes, who come one after the other", 1, 0x1p32),
                      field("ties_per_node", &O::ties_per_node,
                            "Arcs of each newcomer to those before", 1, 1 << 20)};
  }
};

inline constexpr GeneratorDoc kBarabasiAlbertDoc{
    .name = "ba",
    .summary = "Preferential attachment (Barabasi-Albert): newcomers tie to those with many ties.",
    .complexity = "Time O(arcs) expected, memory O(1)",
    .reference =
        "Barabasi, Albert 1999, Emergence of Scaling in Random Networks; made as Sanders, "
        "Schulz 2016, Scalable Generation of Scale-Free Graphs",
    .example = "--nodes 1000000 --ties_per_node 8"};

/// Node 1 ties `ties_per_node` times to node 0; each later node as often, every time to a node of
/// those before it with a chance in proportion to the ties that it has then, either way. Arcs go
/// from the newcomer, node by node, so a target is less than its source; parallel arcs occur.
///
/// The list of all ends (Batagelj, Brandes 2005) is never kept: to copy the end at a place that is
/// itself a copy, that one is drawn again from the same hash of its place, on average twice an arc.
std::unique_ptr<const ArcSource> barabasi_albert(const BarabasiAlbertOptions& options = {});

}  // namespace grapevine
