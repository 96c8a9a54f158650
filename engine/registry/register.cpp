#include "engine/registry/register.hpp"

#include <algorithm>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

template <class T>
std::vector<T> scattered_vector(const std::vector<T>& values, std::span<const std::size_t> rows,
                                std::size_t count) {
  std::vector<T> result;
  resize_column(result, count);
  for (std::size_t i = 0; i < rows.size(); ++i) result[rows[i]] = values[i];
  return result;
}

}  // namespace

const Graph& whole_graph(const AlgorithmDoc& doc, const GraphView& view) {
  if (!view.is_whole())
    throw Error(ErrorCode::InvalidOption, doc.name, "takes all ties of a graph",
                "leave out the conditions on ties");
  return view.graph();
}

void add_node_ids(TableBuilder& builder, const Graph& graph) {
  const ColumnInfo info{.name = "node_id", .meaning = "the node, by the id that the input gave it"};
  if (graph.ids()) {
    std::vector<std::uint32_t> places(graph.num_nodes());
    for (NodeId v = 0; v < graph.num_nodes(); ++v) places[v] = v;
    builder.add_ids(info, *graph.ids(), places);
    return;
  }
  std::vector<std::int64_t> ids(graph.num_nodes());
  for (NodeId v = 0; v < graph.num_nodes(); ++v) ids[v] = v;
  builder.add(info, std::span<const std::int64_t>(ids));
}

std::uint64_t node_table_bytes(const Algorithm& algorithm, const GraphSize& size) {
  const double id =
      size.text_ids ? sizeof(std::int32_t) + size.mean_id_bytes : sizeof(std::int64_t);
  const std::uint64_t cells = size.nodes * algorithm.node_columns.size();
  const std::uint64_t validity = (size.nodes + cells) / 8;
  return static_cast<std::uint64_t>(static_cast<double>(size.nodes) * id) + cells * sizeof(double) +
         validity;
}

std::uint64_t on_graph_bytes(const Algorithm& algorithm, const GraphSize& size) {
  const WorkingMemory& memory = algorithm.doc.memory;
  const std::uint64_t working = size.nodes * memory.node +
                                size.edges * (memory.arc + (size.weight ? memory.weighted_arc : 0));
  const std::uint64_t result = size.nodes * algorithm.node_columns.size() * sizeof(double);
  return std::max(working, result + node_table_bytes(algorithm, size));
}

ColumnValues scattered(const ColumnValues& values, std::span<const std::size_t> rows,
                       std::size_t count) {
  return std::visit(
      [&]<class T>(const T& column) -> ColumnValues {
        if constexpr (std::is_same_v<T, MoneyColumn>)
          return MoneyColumn{scattered_vector(column.amounts, rows, count), column.decimals};
        else if constexpr (std::is_same_v<T, IntegerColumn>)
          return IntegerColumn{scattered_vector(column.values, rows, count),
                               scattered_vector(column.valid, rows, count)};
        else
          return scattered_vector(column, rows, count);
      },
      values);
}

}  // namespace grapevine
