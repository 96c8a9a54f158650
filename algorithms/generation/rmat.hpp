#pragma once
#include <memory>
#include <tuple>

#include "engine/registry/generator.hpp"

namespace grapevine {

struct RmatOptions {
  int scale = 16;
  std::uint64_t edge_factor = 16;
  double a = 0.57;
  double b = 0.19;
  double c = 0.19;
  bool permute = true;
  std::uint64_t seed = 0;  ///< Not a field: every command has --seed.

  static constexpr auto fields() {
    using O = RmatOptions;
    return std::tuple{
        field("scale", &O::scale, "Nodes are 2 to this power", 1, 32),
        field("edge_factor", &O::edge_factor, "Arcs per node", 1, 1 << 20),
        field("a", &O::a, "Chance that both ends lie in the lower half of the ids", 0.0, 1.0),
        field("b", &O::b, "Chance that only the target lies in the upper half", 0.0, 1.0),
        field("c", &O::c, "Chance that only the source does; both do in the rest", 0.0, 1.0),
        field("permute", &O::permute, "Shuffle the ids, which else tell the degrees")};
  }
};

inline constexpr GeneratorDoc kRmatDoc{
    .name = "rmat",
    .summary = "Recursive matrix (Kronecker) graph, by default that of Graph500.",
    .complexity = "Time O(arcs * scale), memory O(1)",
    .reference =
        "Chakrabarti, Zhan, Faloutsos 2004, R-MAT: A Recursive Model for Graph Mining; "
        "Graph500 specification 2.0",
    .example = "--scale 20 --edge_factor 16"};

/// edge_factor * 2^scale arcs, each drawn on its own: at each of `scale` levels both ends go to the
/// lower or upper half of what is left, with chances a, b, c and 1 - a - b - c, without noise.
/// Loops, parallel arcs and nodes without arcs come as they fall, as in Graph500's own list; its
/// graph is the list read undirected. Levels are drawn up to six at a time from one word by
/// Walker's alias method, whose joint chances are met to 1e-15. Errors: InvalidOption when a + b +
/// c > 1.
std::unique_ptr<const ArcSource> rmat(const RmatOptions& options = {});

}  // namespace grapevine
