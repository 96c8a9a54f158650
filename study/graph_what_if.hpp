#pragma once
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/propagation/incremental_walk.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

struct GraphWhatIfOptions {
  double damping = 0.85;
  double tolerance = 1e-6;
  Sinks sinks = Sinks::Seeds;
  NamedNumbers seeds;

  static constexpr auto fields() {
    using O = GraphWhatIfOptions;
    return std::tuple{
        field("damping", &O::damping, "Chance of following a tie", 0.0, 0.999),
        field("tolerance", &O::tolerance, "L1 distance of all scores from a full run's", 1e-14,
              1.0),
        field("sinks", &O::sinks, "Where the score of people without out-ties goes; not 'all'",
              kSinkNames),
        field("seeds", &O::seeds, "Where the walk starts, as id=weight; none: every node alike",
              0.0)};
  }
};

/// One line of a file of changes.
struct GraphChange {
  enum class Kind { SetTie, AddPerson, RemovePerson, AddPurchases };

  Kind kind = Kind::SetTie;
  std::string person, target;
  double weight = 1.0;  ///< Of the tie, or of the purchases.
  std::string place;    ///< For errors: "changes.csv:3".
};

/// Reads a table with the columns `change` (set_tie, add_person, remove_person, add_purchases),
/// `person`, and where they are needed `target` and `weight`. Errors: BadInput with the place.
std::vector<GraphChange> read_graph_changes(const std::filesystem::path& path);

struct GraphWhatIf {
  Table table;               ///< Of everybody: id, score_before, score_after, score_change.
  WalkUpdate update;         ///< What it took.
  double of_full_run = 0.0;  ///< Visits of ties, of those of a run from nothing.
};

/// Scores of the walk from the seeds before and after the changes, which are made in turn and then
/// walked together. Errors: BadInput at the place of a change of somebody who is not there, or is
/// there already; InvalidOption for a seed that is no node.
GraphWhatIf graph_what_if(const Graph& graph, const std::vector<GraphChange>& changes,
                          const GraphWhatIfOptions& options);

std::string graph_what_if_text(const GraphWhatIf& result, const std::filesystem::path& out);
std::string graph_what_if_json(const GraphWhatIf& result);

/// Bytes that `graph_what_if` holds beside the graph, its result included.
std::uint64_t graph_what_if_bytes(const GraphSize& size);

}  // namespace grapevine
