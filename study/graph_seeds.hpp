#pragma once
#include <filesystem>
#include <string>

#include "algorithms/influence_maximization/choose_seeds.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// Files with what people cost and are worth; empty paths: 1 each.
struct SeedFiles {
  std::filesystem::path costs;  ///< Columns node_id, cost (> 0). Who is not listed is not for sale.
  std::filesystem::path values;  ///< Columns node_id, value (>= 0). Who is not listed is worth 0.
};

struct GraphSeeds {
  Table table;  ///< Of the chosen, in the order of choosing: node_id, place, out_degree, cost.
  SeedChoice choice;
};

/// Chooses seeds among the people of a view. Errors: those of `choose_seeds`; BadInput at the place
/// of a person whom the graph lacks, who stands twice, or whose number is none of the kind;
/// InvalidOption for an id to exclude that is no node.
GraphSeeds graph_seeds(const GraphView& view, const SeedOptions& options, const SeedFiles& files);

std::string graph_seeds_text(const GraphSeeds& seeds, const std::filesystem::path& out);
std::string graph_seeds_json(const GraphSeeds& seeds);

/// Bytes that `graph_seeds` holds beside the graph.
std::uint64_t graph_seeds_bytes(const GraphSize& size, const SeedOptions& options);

}  // namespace grapevine
