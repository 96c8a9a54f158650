#include "loaders/edge_list/edge_list.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/graph/node_order.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/mapped_file.hpp"
#include "loaders/edge_list/id_places.hpp"
#include "loaders/edge_list/number_graph.hpp"
#include "loaders/edge_list/number_lines.hpp"
#include "loaders/edge_list/rows.hpp"

namespace grapevine {
namespace {

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

IdIndex index_of(const std::vector<std::int64_t>& ids) { return IdIndex::from_integers(ids); }

IdIndex index_of(const std::vector<std::string_view>& ids) {
  return IdIndex::from_texts({ids.begin(), ids.end()});
}

/// Places of the values of one column of all blocks, which lose it.
template <class Place, class Id, class T>
std::vector<Place> placed_column(const IdPlaces<T>& places, std::vector<TieRows<Id>>& blocks,
                                 std::vector<T> TieRows<Id>::* column) {
  std::vector<std::size_t> first = {0};
  for (const auto& rows : blocks) first.push_back(first.back() + (rows.*column).size());
  std::vector<Place> result(first.back());
  run_blocks(blocks.size(), [&](std::size_t b) {
    const std::vector<T> values = std::exchange(blocks[b].*column, {});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool again = i > 0 && values[i] == values[i - 1];  // sources often ascend
      result[first[b] + i] =
          again ? result[first[b] + i - 1] : static_cast<Place>(places[values[i]]);
    }
  });
  return result;
}

template <class Id>
void add_types(const EdgeText& file, std::vector<TieRows<Id>>& blocks, EdgeList& edges) {
  if (file.layout.type == EdgeListLayout::kNoField) return;
  constexpr std::size_t kMost = std::numeric_limits<std::uint16_t>::max();
  const IdPlaces<std::string_view> names(
      blocks.size(), [&](std::size_t b) { return IdColumns<std::string_view>{blocks[b].type}; });
  if (names.ids().size() > kMost)
    throw Error(ErrorCode::BadInput, file.path,
                std::to_string(names.ids().size()) + " different values in column 'type'",
                "use at most 65,535, or rename the column to leave it out");
  edges.type_names.assign(names.ids().begin(), names.ids().end());
  edges.columns.type = placed_column<std::uint16_t>(names, blocks, &TieRows<Id>::type);
}

struct ReadTies {
  EdgeList edges;
  std::shared_ptr<const IdIndex> ids;
};

template <class Id>
ReadTies assemble(const EdgeText& file, std::vector<TieRows<Id>> blocks) {
  refuse_first_problem(file, blocks);
  const IdPlaces<Id> places(blocks.size(), [&](std::size_t b) {
    return IdColumns<Id>{blocks[b].source, blocks[b].target};
  });
  ReadTies ties{.ids = std::make_shared<const IdIndex>(index_of(places.ids()))};
  ties.edges.source = placed_column<NodeId>(places, blocks, &TieRows<Id>::source);
  ties.edges.target = placed_column<NodeId>(places, blocks, &TieRows<Id>::target);
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

/// At least both ends of a tie are held as they are read, and once more to sort them. Lines are
/// counted where there may be too many of them.
void refuse_too_many(const EdgeText& file) {
  constexpr std::size_t kShortestLine = 4;
  if (file.text.size() / kShortestLine * 4 * sizeof(std::int64_t) <= memory_left()) return;
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(file.text, '\n'));
  refuse_beyond(file.path, lines * 4 * sizeof(std::int64_t));
}

/// Says where the first id is that is no integer.
[[noreturn]] void refuse_other_ids(const EdgeText& file,
                                   const std::vector<TieRows<std::int64_t>>& blocks) {
  for (const auto& rows : blocks) {
    if (rows.problem) refuse(file, rows.problem_offset, *rows.problem);
    if (rows.other_ids) break;
  }
  const auto other = std::ranges::find_if(blocks, &TieRows<std::int64_t>::other_ids);
  std::string_view line = file.text.substr(other->problem_offset);
  line = line.substr(0, line.find_first_of("\r\n"));
  refuse(file, other->problem_offset,
         {in_quotes(line) + " has an id that is no integer of 64 bits in its shortest form",
          "correct it, or leave out --ids integer"});
}

ReadTies read_text_ties(const EdgeText& file, IdKind ids) {
  auto rows = parse_rows<std::string_view>(file);
  if (ids == IdKind::Detected && begins_with_names(file, rows))
    refuse(file, file.begin,
           {in_quotes(rows[0].source[0]) + " and " + in_quotes(rows[0].target[0]) +
                " look like names of columns, as all other ids are integers",
            "name the columns of the ends 'source' and 'target'"});
  return assemble(file, std::move(rows));
}

ReadTies read_ties(const EdgeText& file, IdKind ids) {
  if (ids == IdKind::Text) return read_text_ties(file, ids);
  auto rows = parse_rows<std::int64_t>(file);
  if (std::ranges::none_of(rows, &TieRows<std::int64_t>::other_ids))
    return assemble(file, std::move(rows));
  if (ids == IdKind::Integer) refuse_other_ids(file, rows);
  rows.clear();
  return read_text_ties(file, ids);
}

/// The text of a file: mapped where it can be, else in memory.
class FileText {
 public:
  explicit FileText(const std::filesystem::path& path) {
    if (compression_ending(path).empty()) mapped_ = MappedFile::open(path);
    if (mapped_) return;
    bytes_ = read_file_bytes(path);
    size_ = bytes_.size();
    bytes_.resize(size_ + kTextPadding);
  }

  std::string_view text() const {
    return mapped_ ? mapped_->text() : std::string_view(bytes_.data(), size_);
  }

  void prepare(std::size_t begin, std::size_t end) const {
    if (mapped_) mapped_->populate(begin, end);
  }

 private:
  std::optional<MappedFile> mapped_;
  std::string bytes_;
  std::size_t size_ = 0;
};

}  // namespace

Graph read_edge_list(const std::filesystem::path& path, const EdgeListOptions& options) {
  std::error_code unknown;  // a pipe is read once only
  const bool may_be_numbers = options.ids != IdKind::Text;
  if (may_be_numbers && !compression_ending(path).empty() &&
      std::filesystem::is_regular_file(path, unknown))
    if (auto graph = read_number_stream(path, options.graph, options.names))
      return std::move(*graph);
  std::optional<FileText> bytes(path);
  EdgeText file{.path = path_text(path), .text = bytes->text()};
  if (file.text.empty())
    throw Error(ErrorCode::BadInput, file.path, "the file is empty",
                "give it ties; a line '# no ties' alone makes a graph without people");
  read_first_line(file, options.names);
  refuse_too_many(file);
  const GraphOptions graph = as_declared(options.graph, file.layout);
  const auto prepare = [&](std::size_t begin, std::size_t end) { bytes->prepare(begin, end); };
  if (may_be_numbers)
    if (auto built = read_number_graph(file, graph, prepare)) return std::move(*built);
  ReadTies ties = read_ties(file, options.ids);
  bytes.reset();
  const auto num_nodes = static_cast<NodeId>(ties.ids->size());
  if (!graph.canonical)
    ties.ids = std::make_shared<const IdIndex>(
        ties.ids->renumbered(renumber_hot_first(ties.edges, num_nodes, graph.directed)));
  return Graph::build(num_nodes, std::move(ties.edges), graph).with_ids(std::move(ties.ids));
}

namespace {

/// What an IdPlaces of the ends of all ties holds while it is made.
std::uint64_t placing_bytes(const EdgeListSize& size, std::uint64_t id_bytes) {
  const std::uint64_t ends = 2 * size.ties.edges;
  if (fits_id_table(size.largest_id, ends))
    return size.largest_id * sizeof(std::uint32_t) + size.ties.nodes * 2 * id_bytes;
  const double blocks =
      std::max(1.0, static_cast<double>(size.text_bytes) / static_cast<double>(kEdgeBlockBytes));
  return id_places_bytes(static_cast<double>(size.ties.nodes), size.ids_in_block, blocks, id_bytes);
}

/// What `read_number_graph` and `read_number_stream` hold: the mapped text, or some blocks of it;
/// the ties by ranges and the rows, but no list of ties.
void add_number_stages(const EdgeListSize& size, const GraphOptions& options,
                       MemoryEstimate& estimate) {
  constexpr std::uint64_t kStream = 12 << 20;  // blocks, their decoder, and a window of the file
  const std::uint64_t text = size.compressed ? kStream : size.text_bytes;
  // A reader has room for twice the text of a block.
  const std::uint64_t readers =
      2 * std::min<std::uint64_t>(thread_count() * kEdgeBlockBytes, size.text_bytes);
  const std::uint64_t list = size.ties.edges * 2 * sizeof(NodeId);
  const std::uint64_t ids = size.ties.nodes * (sizeof(std::int64_t) + sizeof(NodeId));
  estimate.add("ties and rows",
               text + readers + ids + Graph::build_bytes_of(size.ties, options) - list);
}

}  // namespace

GraphSize add_edge_list_stages(const std::filesystem::path& path, const GraphOptions& options,
                               MemoryEstimate& estimate, const EdgeListHints& hints) {
  EdgeListSize size = sample_edge_list(path, hints.names);
  if (hints.ids == IdKind::Text) {
    size.ties.text_ids = true;
    size.largest_id = EdgeListSize::kNoLargest;
  }
  const GraphOptions graph = as_declared(options, size.layout);
  if (!size.ties.text_ids && size.layout.num_fields == 2) {
    add_number_stages(size, graph, estimate);
    return Graph::size_of(size.ties, graph);
  }
  const std::uint64_t id = size.ties.text_ids ? sizeof(std::string_view) : sizeof(std::int64_t);
  const std::uint64_t rows =
      size.ties.edges * (size.ties.text_ids ? row_bytes<std::string_view>(size.layout)
                                            : row_bytes<std::int64_t>(size.layout));
  const std::uint64_t ids = size.ties.nodes * id;
  const std::uint64_t index =
      IdIndex::bytes_of(size.ties.nodes, size.ties.text_ids, size.ties.mean_id_bytes);
  estimate.add("text", decoding_bytes(size.text_bytes, size.compressed));
  estimate.add("ties as read", size.text_bytes + rows);
  estimate.add("different ids", size.text_bytes + rows + placing_bytes(size, id));
  estimate.add("places of ids",
               size.text_bytes + rows + ids + index + size.ties.edges * sizeof(NodeId));
  estimate.add("sorted ties", index + Graph::build_bytes_of(size.ties, graph));
  return Graph::size_of(size.ties, graph);
}

}  // namespace grapevine
