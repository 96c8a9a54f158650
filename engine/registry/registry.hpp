#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/graph/graph_view.hpp"
#include "engine/network/journey_shares.hpp"
#include "engine/network/paths.hpp"
#include "engine/network/score_inputs.hpp"
#include "engine/registry/options.hpp"

namespace grapevine {

/// Bytes that an algorithm on a graph holds at its own peak, its result included and the graph not.
struct WorkingMemory {
  std::uint64_t node = 0, arc = 0;
  std::uint64_t weighted_arc = 0;  ///< More, where ties have weights.
};

struct AlgorithmDoc {
  std::string_view name;
  std::string_view section;  ///< Section of a study file that holds its options.
  std::string_view summary;
  std::string_view complexity;
  std::string_view reference;
  WorkingMemory memory = {};  ///< Of the face `on_graph`.
  bool by_request = false;    ///< A study runs it only where its section names it as a model.
  std::string_view split_gain = {};  ///< Of an attribution model: what who splits up may gain.
};

/// A column of a result struct.
template <class Struct, class T>
struct ResultColumn {
  std::string_view name;
  T Struct::* member;
  std::string_view unit;
  std::string_view meaning;
  std::string_view source = "";  ///< Input columns it rests on: "purchases.margin touches".
};

template <class Struct, class T>
constexpr auto column(std::string_view name, T Struct::* member, std::string_view unit,
                      std::string_view meaning, std::string_view source = "") {
  return ResultColumn<Struct, T>{name, member, unit, meaning, source};
}

/// A number that a result says of the whole run: iterations, residual, converged.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// A table of nodes or customers with the facts of the run that made it.
struct TableOutput {
  Table table;
  Facts facts;
};

/// What a score provider gives: columns for the score table, and tables of its own.
/// An algorithm on paths gives the same, its columns with one value for each player.
struct ScoreOutput {
  std::vector<ScoreColumn> columns;
  std::vector<NamedTable> tables;
  std::vector<AuditLine> audit;
  std::vector<std::string> warnings;
  Facts facts;
};

/// A type-erased algorithm, as the command line, a study, Python and the docs see it. It has one or
/// more of the faces; the others are empty.
struct Algorithm {
  AlgorithmDoc doc;
  std::vector<OptionInfo> options;
  std::vector<ColumnInfo> node_columns;    ///< Of `on_graph`.
  std::vector<ColumnInfo> score_columns;   ///< Of `on_network` and `on_purchases`.
  std::vector<ColumnInfo> player_columns;  ///< Of `on_paths`.

  /// graph -> node table
  std::function<TableOutput(const GraphView&, const OptionMap&)> on_graph;
  /// journeys -> share of each touch
  std::function<std::vector<double>(const Journeys&, const OptionMap&)> on_journeys;
  /// options -> how one journey is shared out; journeys of a file may follow it, too
  std::function<JourneyRule(const OptionMap&)> on_journey;
  /// paths -> player columns, the first two of them `conversions` and `value`
  std::function<ScoreOutput(const Paths&, const OptionMap&)> on_paths;
  /// purchases -> customers: one row per person and context with a purchase
  std::function<TableOutput(const Purchases&, const IdIndex& people, const IdIndex& contexts,
                            const OptionMap&)>
      on_purchases;
  /// network -> (person, context) columns
  std::function<ScoreOutput(const ScoreInputs&, const OptionMap&)> on_network;
};

}  // namespace grapevine
