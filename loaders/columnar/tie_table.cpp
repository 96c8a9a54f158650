#include "loaders/columnar/tie_table.hpp"

#include <arrow/api.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "engine/base/distinct_count.hpp"
#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/node_order.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/registry/field.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/table_sample.hpp"
#include "loaders/edge_list/columns.hpp"

namespace grapevine {
namespace {

/// Rows from which the size of the graph is told.
constexpr std::int64_t kSampledRows = 1 << 20;

template <class Type>
bool append_values(const arrow::Array& chunk, std::vector<std::int64_t>& values) {
  for (const auto value : static_cast<const arrow::NumericArray<Type>&>(chunk)) {
    if (std::cmp_greater(*value, std::numeric_limits<std::int64_t>::max())) return false;
    values.push_back(static_cast<std::int64_t>(*value));
  }
  return true;
}

/// Appends a chunk of integers without nulls; false when it is of another type, or holds one that
/// int64 does not.
bool append_integers(const arrow::Array& chunk, std::vector<std::int64_t>& values) {
  switch (chunk.type_id()) {
    case arrow::Type::INT8:
      return append_values<arrow::Int8Type>(chunk, values);
    case arrow::Type::INT16:
      return append_values<arrow::Int16Type>(chunk, values);
    case arrow::Type::INT32:
      return append_values<arrow::Int32Type>(chunk, values);
    case arrow::Type::INT64:
      return append_values<arrow::Int64Type>(chunk, values);
    case arrow::Type::UINT8:
      return append_values<arrow::UInt8Type>(chunk, values);
    case arrow::Type::UINT16:
      return append_values<arrow::UInt16Type>(chunk, values);
    case arrow::Type::UINT32:
      return append_values<arrow::UInt32Type>(chunk, values);
    case arrow::Type::UINT64:
      return append_values<arrow::UInt64Type>(chunk, values);
    default:
      return false;
  }
}

bool is_text(const arrow::DataType& type) {
  if (type.id() == arrow::Type::DICTIONARY)
    return is_text(*static_cast<const arrow::DictionaryType&>(type).value_type());
  return type.id() == arrow::Type::STRING || type.id() == arrow::Type::LARGE_STRING ||
         type.id() == arrow::Type::STRING_VIEW;
}

bool is_number(const arrow::DataType& type) {
  return arrow::is_integer(type.id()) || arrow::is_floating(type.id()) ||
         arrow::is_decimal(type.id());
}

/// The columns of a table of ties.
class TieColumns {
 public:
  TieColumns(const SourceTable& source, const EdgeColumnNames& renamed) : source_(source) {
    const std::vector<std::string> names = source.table().column_names();
    std::vector<TextField> fields;
    for (const std::string& column : names) fields.push_back({column, true});
    const auto problem = fields.size() < 2 ? std::nullopt : read_layout(fields, layout_, renamed);
    if ((layout_.has_header || !renamed.empty()) && problem)
      throw Error(ErrorCode::BadInput, source.files(), problem->what, problem->to_do);
    if (!layout_.has_header)
      throw Error(ErrorCode::BadInput, source.files(),
                  "there are no columns source and target; its columns are " + joined(names),
                  "rename two of them");
  }

  bool has(std::size_t EdgeListLayout::* place) const {
    return layout_.*place != EdgeListLayout::kNoField;
  }

  std::string name(std::size_t EdgeListLayout::* place) const {
    return source_.table().column_names()[layout_.*place];
  }

  const arrow::ChunkedArray& column(std::size_t EdgeListLayout::* place) const {
    return *source_.table().arrow()->column(static_cast<int>(layout_.*place));
  }

  [[noreturn]] void refuse(std::size_t EdgeListLayout::* place, std::size_t row,
                           const LineProblem& problem) const {
    throw Error(ErrorCode::BadInput, source_.place(static_cast<std::int64_t>(row), name(place)),
                problem.what, problem.to_do);
  }

  void refuse_nulls(std::size_t EdgeListLayout::* place) const {
    std::size_t row = 0;
    for (const auto& chunk : column(place).chunks())
      for (std::int64_t i = 0; i < chunk->length(); ++i, ++row)
        if (chunk->IsNull(i)) refuse(place, row, {"is null", "fill it in, or leave the row out"});
  }

  [[noreturn]] void refuse_type(std::size_t EdgeListLayout::* place, const char* wanted) const {
    throw Error(
        ErrorCode::BadInput, source_.files(),
        fmt::format("column {} holds {}", in_quotes(name(place)), column(place).type()->ToString()),
        fmt::format("give {}", wanted));
  }

  std::vector<double> numbers(std::size_t EdgeListLayout::* place) const {
    if (!is_number(*column(place).type())) refuse_type(place, "numbers");
    refuse_nulls(place);
    return source_.table().doubles(name(place));
  }

  std::vector<std::string> texts(std::size_t EdgeListLayout::* place) const {
    refuse_beyond(source_.files(),
                  static_cast<std::uint64_t>(source_.num_rows()) * sizeof(std::string));
    return source_.table().texts(name(place));
  }

  /// Both ends as integers, or nothing when they are not all integers.
  bool integer_ends(std::vector<std::int64_t>& source, std::vector<std::int64_t>& target) const {
    const auto append = [&](std::size_t EdgeListLayout::* place, std::vector<std::int64_t>& ids) {
      ids.reserve(static_cast<std::size_t>(source_.num_rows()));
      return std::ranges::all_of(column(place).chunks(),
                                 [&](const auto& chunk) { return append_integers(*chunk, ids); });
    };
    return append(&EdgeListLayout::source, source) && append(&EdgeListLayout::target, target);
  }

 private:
  const SourceTable& source_;
  EdgeListLayout layout_;
};

/// Places of ids in their index.
template <class Id>
std::vector<NodeId> places_of(const std::vector<Id>& ids, const IdIndex& index) {
  std::vector<NodeId> places(ids.size());
  for_each_index(ids.size(), [&](std::size_t i) {
    if constexpr (std::is_integral_v<Id>)
      places[i] = *index.find(ids[i]);
    else
      places[i] = *index.find(std::string_view(ids[i]));
  });
  return places;
}

template <class Id, class MakeIndex>
std::shared_ptr<const IdIndex> fill_ends(const std::vector<Id>& source,
                                         const std::vector<Id>& target, EdgeList& edges,
                                         const MakeIndex& make_index) {
  std::vector<Id> all = source;
  all.insert(all.end(), target.begin(), target.end());
  auto index = std::make_shared<const IdIndex>(make_index(std::move(all)));
  edges.source = places_of(source, *index);
  edges.target = places_of(target, *index);
  return index;
}

std::shared_ptr<const IdIndex> read_ends(const TieColumns& columns, EdgeList& edges) {
  const std::array ends = {&EdgeListLayout::source, &EdgeListLayout::target};
  for (const auto place : ends) {
    const arrow::DataType& type = *columns.column(place).type();
    if (!arrow::is_integer(type.id()) && !is_text(type))
      columns.refuse_type(place, "ids that are integers or text");
    columns.refuse_nulls(place);
  }
  std::vector<std::int64_t> source, target;
  if (columns.integer_ends(source, target))
    return fill_ends(source, target, edges, IdIndex::from_integers);
  std::array<std::vector<std::string>, 2> texts;
  for (std::size_t end = 0; end < 2; ++end) {
    texts[end] = columns.texts(ends[end]);
    const auto empty = std::ranges::find(texts[end], "");
    if (empty != texts[end].end())
      columns.refuse(ends[end], static_cast<std::size_t>(empty - texts[end].begin()),
                     {"is empty", "fill it in, or leave the row out"});
  }
  return fill_ends(texts[0], texts[1], edges, make_id_index);
}

/// Reads each text of a column by one of the functions that read a field of a list of ties.
template <class T, class Read>
std::vector<T> read_texts(const TieColumns& columns, std::size_t EdgeListLayout::* place,
                          const Read& read) {
  const std::vector<std::string> texts = columns.texts(place);
  std::vector<T> values(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (const auto problem = read(TextField{texts[i], true}, values[i]))
      columns.refuse(place, i, *problem);
  return values;
}

std::vector<double> read_weights(const TieColumns& columns) {
  std::vector<double> weights = columns.numbers(&EdgeListLayout::weight);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0.0 && weights[i] < 1e300) continue;  // most are, and text is slow to make
    if (const auto problem = check_weight(to_text(weights[i]), weights[i]))
      columns.refuse(&EdgeListLayout::weight, i, *problem);
  }
  return weights;
}

void read_types(const TieColumns& columns, const SourceTable& ties, EdgeList& edges) {
  columns.refuse_nulls(&EdgeListLayout::type);
  const std::vector<std::string> types = columns.texts(&EdgeListLayout::type);
  edges.type_names = types;
  std::ranges::sort(edges.type_names);
  edges.type_names.erase(std::unique(edges.type_names.begin(), edges.type_names.end()),
                         edges.type_names.end());
  if (edges.type_names.size() > std::numeric_limits<std::uint16_t>::max())
    throw Error(ErrorCode::BadInput, ties.files(),
                fmt::format("{} different values in column 'type'", edges.type_names.size()),
                "use at most 65,535, or rename the column to leave it out");
  for (const std::string& type : types)
    edges.columns.type.push_back(static_cast<std::uint16_t>(
        std::ranges::lower_bound(edges.type_names, type) - edges.type_names.begin()));
}

}  // namespace

Graph graph_of_ties(const SourceTable& ties, const GraphOptions& options,
                    const EdgeColumnNames& names) {
  const TieColumns columns(ties, names);
  EdgeList edges;
  auto ids = read_ends(columns, edges);
  if (columns.has(&EdgeListLayout::weight)) edges.columns.weight = read_weights(columns);
  if (columns.has(&EdgeListLayout::sign)) {
    columns.refuse_nulls(&EdgeListLayout::sign);
    edges.columns.sign = read_texts<std::int8_t>(columns, &EdgeListLayout::sign, read_sign);
  }
  if (columns.has(&EdgeListLayout::time))
    edges.columns.time = read_texts<Time>(columns, &EdgeListLayout::time, read_time);
  if (columns.has(&EdgeListLayout::type)) read_types(columns, ties, edges);
  if (!options.canonical)
    ids = std::make_shared<const IdIndex>(ids->renumbered(
        renumber_hot_first(edges, static_cast<NodeId>(ids->size()), options.directed)));
  return Graph::build(static_cast<NodeId>(ids->size()), std::move(edges), options)
      .with_ids(std::move(ids));
}

Graph read_tie_table(const std::filesystem::path& path, const GraphOptions& options,
                     const EdgeColumnNames& names) {
  return graph_of_ties(read_source_table(path, path_text(path)), options, names);
}

GraphSize add_tie_table_stages(const std::filesystem::path& path, const GraphOptions& options,
                               MemoryEstimate& estimate, const EdgeColumnNames& names) {
  const TableHead head = read_table_head(path, path_text(path), kSampledRows);
  const SourceTable sample = table_in_memory(path_text(path), head.table);
  const TieColumns columns(sample, names);
  DistinctCount ids;
  double id_bytes = 0.0, beside = 0.0;
  const auto rows = static_cast<double>(std::max<std::int64_t>(1, sample.num_rows()));
  for (const auto place : {&EdgeListLayout::source, &EdgeListLayout::target})
    for (const std::string& id : columns.texts(place)) {
      ids.add(id);
      id_bytes += static_cast<double>(id.size()) / (2.0 * rows);
      beside += bytes_beside_string(static_cast<double>(id.size())) / (2.0 * rows);
    }
  // Beyond the first rows new people are taken to come as they did among them.
  const double all = std::max(1.0, static_cast<double>(head.rows) / rows);
  GraphSize ties{.nodes = static_cast<std::uint64_t>(ids.estimate() * all),
                 .edges = head.rows,
                 .weight = columns.has(&EdgeListLayout::weight),
                 .sign = columns.has(&EdgeListLayout::sign),
                 .type = columns.has(&EdgeListLayout::type),
                 .time = columns.has(&EdgeListLayout::time),
                 .text_ids = is_text(*columns.column(&EdgeListLayout::source).type()),
                 .mean_id_bytes = id_bytes};
  const auto table =
      static_cast<std::uint64_t>(head.bytes_per_row * static_cast<double>(head.rows));
  const std::uint64_t id =
      ties.text_ids ? sizeof(std::string) + static_cast<std::uint64_t>(beside) : sizeof(NodeId) * 2;
  // `read_ends`: both columns, both in one, and the room in which these are sorted.
  const std::uint64_t a_row = ties.text_ids ? 4 * id + 2 * sizeof(std::string) : 6 * id;
  estimate.add("table", table);
  estimate.add("different ids", table + ties.edges * a_row);
  estimate.add("sorted ties", table + Graph::build_bytes_of(ties, options));
  const GraphSize size = Graph::size_of(ties, options);
  estimate.add("graph as read", table + Graph::bytes_of(size));
  return size;
}

}  // namespace grapevine
