#pragma once
#include <concepts>
#include <type_traits>

#include "engine/registry/registry.hpp"

namespace grapevine {

/// What a (person, context) row says when its person bought nothing there.
template <class T>
void resize_column(std::vector<T>& values, std::size_t rows) {
  if constexpr (std::is_floating_point_v<T>)
    values.assign(rows, std::numeric_limits<T>::quiet_NaN());
  else
    values.assign(rows, T{});
}

template <class Result>
std::vector<ColumnInfo> column_infos(const AlgorithmDoc& doc) {
  std::vector<ColumnInfo> infos;
  const auto add = [&](const auto& c) {
    infos.push_back({std::string(c.name), std::string(c.unit), std::string(c.meaning),
                     std::string(doc.name), std::string(c.source)});
  };
  std::apply([&](const auto&... c) { (add(c), ...); }, Result::columns());
  return infos;
}

template <class Result>
std::vector<ScoreColumn> to_columns(const AlgorithmDoc& doc, Result& result) {
  const auto infos = column_infos<Result>(doc);
  std::vector<ScoreColumn> columns;
  const auto add = [&](const auto& c) {
    columns.push_back({infos[columns.size()], ColumnValues(std::move(result.*c.member))});
  };
  std::apply([&](const auto&... c) { (add(c), ...); }, Result::columns());
  return columns;
}

template <class Result>
Facts facts_of(const Result& result) {
  if constexpr (requires { result.facts(); })
    return result.facts();
  else
    return {};
}

/// Adds the first column of a node table: the user's own ids.
void add_node_ids(TableBuilder& builder, const Graph& graph);

/// Most bytes that `on_graph` holds beside a graph of this size: the algorithm's own, then its
/// result while it becomes a table.
std::uint64_t on_graph_bytes(const Algorithm& algorithm, const GraphSize& size);

/// Bytes of the table that `on_graph` gives.
std::uint64_t node_table_bytes(const Algorithm& algorithm, const GraphSize& size);

/// Copies row i of a column to rows[i] of a column with `count` rows.
ColumnValues scattered(const ColumnValues& values, std::span<const std::size_t> rows,
                       std::size_t count);

/// Errors: InvalidOption for a view of some ties alone.
const Graph& whole_graph(const AlgorithmDoc& doc, const GraphView& view);

/// The faces, told apart by their first parameter. One on whole graphs refuses views of some ties.
template <class Input, class Result, class Options>
  requires std::same_as<Input, Graph> || std::same_as<Input, GraphView>
void add_face(Algorithm& a, Result (*function)(const Input&, const Options&)) {
  a.options = describe<Options>();
  a.node_columns = column_infos<Result>(a.doc);
  a.on_graph = [function, doc = a.doc](const GraphView& view, const OptionMap& given) {
    const Options options = parse_options<Options>(given);
    Result result = [&] {
      if constexpr (std::same_as<Input, Graph>)
        return function(whole_graph(doc, view), options);
      else
        return function(view, options);
    }();
    Facts facts = facts_of(result);
    TableBuilder builder;
    add_node_ids(builder, view.graph());
    for (const ScoreColumn& column : to_columns(doc, result)) add_column(builder, column);
    return TableOutput{builder.finish(), std::move(facts)};
  };
}

template <class Options>
void add_face(Algorithm& a, std::vector<double> (*function)(const Journeys&, const Options&)) {
  a.options = describe<Options>();
  a.on_journeys = [function](const Journeys& journeys, const OptionMap& given) {
    return function(journeys, parse_options<Options>(given));
  };
}

template <class Options>
void add_face(Algorithm& a,
              void (*rule)(std::span<const JourneyTouch>, std::span<double>, const Options&)) {
  a.options = describe<Options>();
  a.on_journey = [rule](const OptionMap& given) -> JourneyRule {
    return [rule, options = parse_options<Options>(given)](std::span<const JourneyTouch> touches,
                                                           std::span<double> shares) {
      rule(touches, shares, options);
    };
  };
}

/// What a result has beside its columns.
template <class Result>
ScoreOutput score_output(const AlgorithmDoc& doc, Result& result) {
  ScoreOutput output{.columns = to_columns(doc, result)};
  output.facts = facts_of(result);
  if constexpr (requires { result.tables; }) output.tables = std::move(result.tables);
  if constexpr (requires { result.audit; }) output.audit = std::move(result.audit);
  if constexpr (requires { result.warnings; }) output.warnings = std::move(result.warnings);
  return output;
}

template <class Result, class Options>
void add_face(Algorithm& a, Result (*function)(const Paths&, const Options&)) {
  a.options = describe<Options>();
  a.player_columns = column_infos<Result>(a.doc);
  a.on_paths = [function, doc = a.doc](const Paths& paths, const OptionMap& given) {
    Result result = function(paths, parse_options<Options>(given));
    return score_output(doc, result);
  };
}

/// Such a result also has `person` and `context`, the key of each row.
template <class Result, class Options>
void add_face(Algorithm& a, Result (*function)(const Purchases&, const Options&)) {
  a.options = describe<Options>();
  a.score_columns = column_infos<Result>(a.doc);
  a.on_purchases = [function, doc = a.doc](const Purchases& purchases, const IdIndex& people,
                                           const IdIndex& contexts, const OptionMap& given) {
    Result result = function(purchases, parse_options<Options>(given));
    TableBuilder builder;
    builder.add_ids({.name = "person_id", .meaning = "the person"}, people, result.person);
    builder.add_ids({.name = "context_id", .meaning = "the context"}, contexts, result.context);
    for (const ScoreColumn& column : to_columns(doc, result)) add_column(builder, column);
    return TableOutput{builder.finish(), facts_of(result)};
  };
  a.on_network = [function, doc = a.doc](const ScoreInputs& inputs, const OptionMap& given) {
    Result result = function(inputs.network.purchases, parse_options<Options>(given));
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < result.person.size(); ++i)
      rows.push_back(inputs.network.row(result.context[i], result.person[i]));
    ScoreOutput output{.facts = facts_of(result)};
    for (ScoreColumn& column : to_columns(doc, result))
      output.columns.push_back(
          {column.info, scattered(column.values, rows, inputs.network.num_rows())});
    return output;
  };
}

template <class Result, class Options>
void add_face(Algorithm& a, Result (*function)(const ScoreInputs&, const Options&)) {
  a.options = describe<Options>();
  a.score_columns = column_infos<Result>(a.doc);
  a.on_network = [function, doc = a.doc](const ScoreInputs& inputs, const OptionMap& given) {
    Result result = function(inputs, parse_options<Options>(given));
    return score_output(doc, result);
  };
}

/// One line of the registry: the documentation and one function for each face. All faces of an
/// algorithm share one options struct.
template <class... Functions>
Algorithm algorithm(const AlgorithmDoc& doc, Functions... functions) {
  Algorithm a{.doc = doc};
  (add_face(a, functions), ...);
  return a;
}

}  // namespace grapevine
