#include "loaders/graph_formats/matrix_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_sample.hpp"
#include "loaders/graph_formats/numbered_text.hpp"

namespace grapevine {
namespace {

enum class Field { Pattern, Integer, Real };
enum class Symmetry { General, Symmetric, SkewSymmetric };

/// Comments stand before the sizes; a head longer than this is no longer looked through beforehand.
constexpr std::size_t kHeadBytes = 1 << 16;

struct Header {
  Field field = Field::Real;
  Symmetry symmetry = Symmetry::General;
  std::uint64_t nodes = 0, entries = 0;
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

void read_banner(NumberedText& text, Header& header) {
  constexpr const char* kToDo =
      "give a line such as '%%MatrixMarket matrix coordinate real general'";
  if (!text.next_line() || text.word() != "%%MatrixMarket")
    text.refuse("does not begin with %%MatrixMarket", kToDo);
  if (const auto object = lower(text.word()); object != "matrix")
    text.refuse(in_quotes(object) + " is not 'matrix'", kToDo);
  if (const auto layout = lower(text.word()); layout != "coordinate")
    text.refuse(in_quotes(layout) + " is not 'coordinate', the one layout for ties",
                "write the matrix as coordinates");
  const std::string field = lower(text.word()), symmetry = lower(text.word());
  text.expect_line_end();
  if (field == "pattern") {
    header.field = Field::Pattern;
  } else if (field == "integer") {
    header.field = Field::Integer;
  } else if (field != "real" && field != "double") {
    text.refuse("values of kind " + in_quotes(field) + " are no weights",
                "use pattern, integer or real");
  }
  if (symmetry == "symmetric") {
    header.symmetry = Symmetry::Symmetric;
  } else if (symmetry == "skew-symmetric" && header.field != Field::Pattern) {
    header.symmetry = Symmetry::SkewSymmetric;
  } else if (symmetry != "general") {
    text.refuse("a matrix cannot be " + in_quotes(field) + " and " + in_quotes(symmetry) + " here",
                "use general, symmetric, or skew-symmetric with values");
  }
}

/// An entry takes this many bytes at least: "1 1\n", and " 1" with a value.
std::uint64_t least_bytes(Field field) { return field == Field::Pattern ? 4 : 6; }

void read_sizes(NumberedText& text, std::size_t text_bytes, Header& header) {
  if (!text.next_line_with_words())
    text.refuse("the file ends before the size of the matrix", "give rows, columns and entries");
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
  header.nodes = text.count("number of rows", 0, kMost);
  const std::uint64_t columns = text.count("number of columns", 0, kMost);
  header.entries = text.count("number of entries", 0, kMost);
  text.expect_line_end();
  if (columns != header.nodes)
    text.refuse(fmt::format("{} rows and {} columns", header.nodes, columns),
                "ties need a square matrix: one row and one column a node");
  check_declared_nodes(text, header.nodes, text_bytes);
  const std::uint64_t room = (text.bytes_left() + 1) / least_bytes(header.field);
  if (header.entries > room)
    text.refuse(fmt::format("{} entries are declared, and the rest of the file has room for {}",
                            header.entries, room),
                "correct the number; the file may be cut off");
}

/// Collects entries as ties; of a symmetric matrix only those that the file has.
class Entries {
 public:
  Entries(NumberedText& text, const Header& header) : text_(text), header_(header) {
    edges_.source.reserve(header.entries);
    edges_.target.reserve(header.entries);
    if (header.field != Field::Pattern) edges_.columns.weight.reserve(header.entries);
    if (header.symmetry == Symmetry::SkewSymmetric) edges_.columns.sign.reserve(header.entries);
  }

  EdgeList read_all() && {
    while (text_.next_line_with_words()) {
      if (edges_.size() == header_.entries)
        text_.refuse(fmt::format("more than the {} entries that are declared", header_.entries),
                     "correct the number, or remove the line");
      read_entry();
    }
    if (edges_.size() < header_.entries)
      text_.refuse(
          fmt::format("the file ends after {} of {} entries", edges_.size(), header_.entries),
          "correct the number; the file may be cut off");
    return std::move(edges_);
  }

 private:
  void read_entry() {
    if (header_.nodes == 0) text_.refuse("an entry in a matrix without rows", "correct its size");
    const auto row = static_cast<NodeId>(text_.count("row", 1, header_.nodes) - 1);
    const auto column = static_cast<NodeId>(text_.count("column", 1, header_.nodes) - 1);
    if (header_.symmetry != Symmetry::General && row < column)
      text_.refuse(fmt::format("row {} and column {} lie above the diagonal", row + 1, column + 1),
                   "give such a matrix below it only, or declare it general");
    edges_.source.push_back(row);
    edges_.target.push_back(column);
    if (header_.field != Field::Pattern) add_value(row, column);
    text_.expect_line_end();
  }

  void add_value(NodeId row, NodeId column) {
    const double value = text_.number("value");
    if (header_.field == Field::Integer && value != std::trunc(value))
      text_.refuse(fmt::format("value {} is no integer", value), "declare the matrix real");
    if (header_.symmetry == Symmetry::SkewSymmetric && row == column)
      text_.refuse("a skew-symmetric matrix has nothing on its diagonal", "remove the entry");
    edges_.columns.weight.push_back(std::abs(value));
    auto& sign = edges_.columns.sign;
    if (value < 0.0 || !sign.empty() || header_.symmetry == Symmetry::SkewSymmetric) {
      sign.resize(edges_.size(), 1);
      sign.back() = value < 0.0 ? -1 : 1;
    }
  }

  NumberedText& text_;
  const Header& header_;
  EdgeList edges_;
};

/// Adds to each entry off the diagonal the one that its symmetry implies.
void add_mirrored(EdgeList& edges, Symmetry symmetry) {
  const std::size_t entries = edges.size();
  for (std::size_t i = 0; i < entries; ++i) {
    const NodeId row = edges.source[i], column = edges.target[i];
    if (row == column) continue;
    edges.source.push_back(column);
    edges.target.push_back(row);
    EdgeColumns& columns = edges.columns;
    if (!columns.weight.empty()) columns.weight.push_back(columns.weight[i]);
    if (columns.sign.empty()) continue;
    const int sign = symmetry == Symmetry::SkewSymmetric ? -columns.sign[i] : columns.sign[i];
    columns.sign.push_back(static_cast<std::int8_t>(sign));
  }
}

}  // namespace

Graph parse_matrix_market(std::string_view bytes, const std::string& shown,
                          const GraphOptions& options) {
  NumberedText text(bytes, shown);
  Header header;
  read_banner(text, header);
  read_sizes(text, bytes.size(), header);
  EdgeList edges = Entries(text, header).read_all();
  if (header.symmetry == Symmetry::SkewSymmetric && !options.directed)
    throw Error(ErrorCode::BadInput, shown, "a skew-symmetric matrix is not undirected",
                "leave out --undirected");
  if (header.symmetry != Symmetry::General && options.directed)
    add_mirrored(edges, header.symmetry);
  return Graph::build(static_cast<NodeId>(header.nodes), std::move(edges), options)
      .with_ids(ids_from_one(header.nodes));
}

Graph read_matrix_market(const std::filesystem::path& path, const GraphOptions& options) {
  return parse_matrix_market(read_file_bytes(path), path_text(path), options);
}

GraphSize add_matrix_market_stages(const std::filesystem::path& path, const GraphOptions& options,
                                   MemoryEstimate& estimate) {
  const FileSample head = sample_file(path, kHeadBytes, 1);
  NumberedText text(head.blocks.empty() ? "" : head.blocks.front(), path_text(path));
  Header header;
  read_banner(text, header);
  if (!text.next_line_with_words()) text.refuse("the file has no sizes", "check it");
  GraphSize ties{.nodes = text.count("number of rows", 0, kNoNode)};
  text.word();
  // A file of so many bytes has no more entries, whatever it says.
  ties.edges = text.count("number of entries", 0, head.decoded_bytes);
  ties.weight = header.field != Field::Pattern;
  ties.sign = header.symmetry == Symmetry::SkewSymmetric;
  const std::uint64_t entries = ties.edges * (2 * sizeof(NodeId) + ties.column_bytes());
  // Growing for the mirrored entries holds one column twice.
  const bool mirrored = header.symmetry != Symmetry::General && options.directed;
  if (mirrored) ties.edges *= 2;
  estimate.add("text", decoding_bytes(head.decoded_bytes, head.compressed));
  estimate.add("ties as read", head.decoded_bytes + (mirrored ? 3 * entries : entries));
  estimate.add("sorted ties", head.decoded_bytes + Graph::build_bytes_of(ties, options));
  const GraphSize size = Graph::size_of(ties, options);
  estimate.add("graph as read", head.decoded_bytes + Graph::bytes_of(size));
  return size;
}

}  // namespace grapevine
