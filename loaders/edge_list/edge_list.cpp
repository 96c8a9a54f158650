#include "loaders/edge_list/edge_list.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/edge_list/rows.hpp"

namespace grapevine {
namespace {

[[noreturn]] void refuse(const EdgeText& file, std::size_t offset, const LineProblem& problem) {
  throw Error(ErrorCode::BadInput, file.path + ":" + std::to_string(line_number(file.text, offset)),
              problem.what, problem.to_do);
}

template <class Id>
void refuse_first_problem(const EdgeText& file, const std::vector<TieRows<Id>>& blocks) {
  for (const TieRows<Id>& rows : blocks)
    if (rows.problem) refuse(file, rows.problem_offset, *rows.problem);
}

/// One column of all blocks, which lose it.
template <class Id, class T>
std::vector<T> joined_column(std::vector<TieRows<Id>>& blocks,
                             std::vector<T> TieRows<Id>::* column) {
  std::size_t size = 0;
  for (const auto& rows : blocks) size += (rows.*column).size();
  std::vector<T> all;
  all.reserve(size);
  for (auto& rows : blocks) {
    const std::vector<T> part = std::exchange(rows.*column, {});
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

/// The different values in ascending order: of each block first, to keep memory low.
template <class T>
std::vector<T> different(std::vector<std::vector<T>> parts) {
  for_each_index(
      parts.size(),
      [&](std::size_t i) {
        std::ranges::sort(parts[i]);
        parts[i].erase(std::unique(parts[i].begin(), parts[i].end()), parts[i].end());
      },
      1);
  std::vector<T> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  parallel_sort(all, std::less<T>());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

IdIndex index_of(const std::vector<std::int64_t>& ids) { return IdIndex::from_integers(ids); }

IdIndex index_of(const std::vector<std::string_view>& ids) {
  return IdIndex::from_texts({ids.begin(), ids.end()});
}

/// Places of `values` in the ascending `order`, which has them all.
template <class Place, class T>
std::vector<Place> places_in(const std::vector<T>& order, const std::vector<T>& values) {
  std::vector<Place> places(values.size());
  for_each_index(values.size(), [&](std::size_t i) {
    places[i] = static_cast<Place>(std::ranges::lower_bound(order, values[i]) - order.begin());
  });
  return places;
}

template <class Id>
void add_types(const EdgeText& file, std::vector<TieRows<Id>>& blocks, EdgeList& edges) {
  if (file.layout.type == EdgeListLayout::kNoField) return;
  constexpr std::size_t kMost = std::numeric_limits<std::uint16_t>::max();
  std::vector<std::vector<std::string_view>> parts;
  for (const TieRows<Id>& rows : blocks) parts.push_back(rows.type);
  const auto names = different(std::move(parts));
  if (names.size() > kMost)
    throw Error(ErrorCode::BadInput, file.path,
                std::to_string(names.size()) + " different values in column 'type'",
                "use at most 65,535, or rename the column to leave it out");
  edges.type_names.assign(names.begin(), names.end());
  edges.columns.type = places_in<std::uint16_t>(names, joined_column(blocks, &TieRows<Id>::type));
}

struct ReadTies {
  EdgeList edges;
  std::shared_ptr<const IdIndex> ids;
};

template <class Id>
ReadTies assemble(const EdgeText& file, std::vector<TieRows<Id>> blocks) {
  refuse_first_problem(file, blocks);
  std::vector<std::vector<Id>> parts;
  for (const TieRows<Id>& rows : blocks) {
    parts.push_back(rows.source);
    parts.back().insert(parts.back().end(), rows.target.begin(), rows.target.end());
  }
  const std::vector<Id> ids = different(std::move(parts));
  ReadTies ties{.ids = std::make_shared<const IdIndex>(index_of(ids))};
  ties.edges.source = places_in<NodeId>(ids, joined_column(blocks, &TieRows<Id>::source));
  ties.edges.target = places_in<NodeId>(ids, joined_column(blocks, &TieRows<Id>::target));
  ties.edges.columns.weight = joined_column(blocks, &TieRows<Id>::weight);
  ties.edges.columns.sign = joined_column(blocks, &TieRows<Id>::sign);
  ties.edges.columns.time = joined_column(blocks, &TieRows<Id>::time);
  add_types(file, blocks, ties.edges);
  return ties;
}

/// Whether only the first line has ids that are no numbers: names of columns that nobody knows.
bool begins_with_names(const EdgeText& file, const std::vector<TieRows<std::string_view>>& blocks) {
  if (file.layout.has_header || blocks.empty() || blocks[0].source.empty()) return false;
  if (is_number({blocks[0].source[0]}) || is_number({blocks[0].target[0]})) return false;
  std::size_t lines = 0;
  for (const auto& rows : blocks) {
    for (std::size_t i = 0; i < rows.source.size(); ++i, ++lines)
      if (lines > 0 && !(canonical_integer(rows.source[i]) && canonical_integer(rows.target[i])))
        return false;
  }
  return lines > 1;
}

/// At least both ends of a tie are held as they are read, and once more to sort them.
void refuse_too_many(const EdgeText& file) {
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(file.text, '\n'));
  refuse_beyond(file.path, lines * 4 * sizeof(std::int64_t));
}

ReadTies read_ties(const EdgeText& file) {
  auto rows = parse_rows<std::int64_t>(file);
  if (std::ranges::none_of(rows, &TieRows<std::int64_t>::other_ids))
    return assemble(file, std::move(rows));
  rows.clear();
  auto text_rows = parse_rows<std::string_view>(file);
  if (begins_with_names(file, text_rows))
    refuse(file, file.begin,
           {in_quotes(text_rows[0].source[0]) + " and " + in_quotes(text_rows[0].target[0]) +
                " look like names of columns, as all other ids are integers",
            "name the columns of the ends 'source' and 'target'"});
  return assemble(file, std::move(text_rows));
}

/// Reads the first line with content, if there is one.
void read_first_line(EdgeText& file, const EdgeColumnNames& names) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  file.begin = file.text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (file.text.substr(file.begin).starts_with("%%MatrixMarket"))
    refuse(file, 0, {"is a Matrix Market file", "give it the ending .mtx"});
  LineReader reader(file.text, file.begin, file.text.size());
  if (!reader.next()) return;
  std::vector<TextField> fields;
  auto problem = cut_fields(reader.line(), fields);
  if (!problem) problem = read_layout(fields, file.layout, names);
  if (problem) refuse(file, reader.offset(), *problem);
  file.begin = file.layout.has_header ? reader.after() : reader.offset();
}

ReadTies read_file(const std::filesystem::path& path, const EdgeColumnNames& names) {
  const std::string text = read_file_bytes(path);
  EdgeText file{.path = path_text(path), .text = text};
  if (text.empty())
    throw Error(ErrorCode::BadInput, file.path, "the file is empty",
                "give it ties; a line '# no ties' alone makes a graph without people");
  read_first_line(file, names);
  refuse_too_many(file);
  return read_ties(file);
}

}  // namespace

Graph read_edge_list(const std::filesystem::path& path, const EdgeListOptions& options) {
  ReadTies ties = read_file(path, options.names);
  const auto num_nodes = static_cast<NodeId>(ties.ids->size());
  return Graph::build(num_nodes, std::move(ties.edges), options.graph)
      .with_ids(std::move(ties.ids));
}

}  // namespace grapevine
