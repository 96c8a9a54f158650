#include "loaders/graph_formats/metis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_sample.hpp"
#include "loaders/graph_formats/numbered_text.hpp"

namespace grapevine {
namespace {

struct Header {
  std::uint64_t nodes = 0, edges = 0;
  std::uint64_t numbers_before_neighbors = 0;  ///< Size and weights of the vertex.
  bool edge_weights = false;
};

/// An edge as one of its ends lists it.
struct Listed {
  NodeId low, high;
  double weight;

  auto key() const { return std::tuple(low, high, weight); }
  bool operator==(const Listed&) const = default;
};

struct Edges {
  std::vector<Listed> by_low, by_high;  ///< Listed in the line of the lower end, of the higher.
};

void read_format(NumberedText& text, Header& header) {
  if (text.is_blank()) return;
  const std::string_view format = text.word();
  if (format.size() > 3 || format.find_first_not_of("01") != std::string_view::npos)
    text.refuse("fmt " + in_quotes(format) + " is none of 0, 1, 10, 11, 100, 101, 110, 111",
                "correct it");
  const auto digit = [&](std::size_t from_right) {
    return from_right < format.size() && format[format.size() - 1 - from_right] == '1';
  };
  header.edge_weights = digit(0);
  constexpr std::uint64_t kMostWeights = 1'000'000;
  std::uint64_t vertex_weights = digit(1) ? 1 : 0;
  if (!text.is_blank()) {
    const std::uint64_t given = text.count("ncon", 0, kMostWeights);
    if (digit(1)) vertex_weights = given;
  }
  header.numbers_before_neighbors = vertex_weights + (digit(2) ? 1 : 0);
  text.expect_line_end();
}

Header read_header(NumberedText& text, std::size_t text_bytes) {
  if (!text.next_line_with_words())
    text.refuse("the file has no line of sizes", "give it vertices and edges");
  Header header;
  constexpr std::uint64_t kMost = std::uint64_t{1} << 61;
  header.nodes = text.count("number of vertices", 0, kMost);
  header.edges = text.count("number of edges", 0, kMost);
  read_format(text, header);
  check_declared_nodes(text, header.nodes, text_bytes);
  // Each vertex has a line, each edge stands in two of them: a digit and what parts it.
  if (header.nodes > text.bytes_left() + 1)
    text.refuse(fmt::format("{} vertices are declared, and the rest of the file has {} bytes",
                            header.nodes, text.bytes_left()),
                "give every vertex a line; the file may be cut off");
  if (2 * header.edges > (text.bytes_left() + 1) / 2)
    text.refuse(fmt::format("{} edges are declared, and the rest of the file has {} bytes",
                            header.edges, text.bytes_left()),
                "correct the number; the file may be cut off");
  return header;
}

void read_vertex(NumberedText& text, const Header& header, NodeId vertex, Edges& edges) {
  for (std::uint64_t i = 0; i < header.numbers_before_neighbors; ++i) text.weight();
  while (!text.is_blank()) {
    const auto neighbor = static_cast<NodeId>(text.count("neighbour", 1, header.nodes) - 1);
    if (neighbor == vertex)
      text.refuse(fmt::format("vertex {} is its own neighbour", vertex + 1),
                  "remove it: METIS graphs have no self-loops");
    const double weight = header.edge_weights ? text.weight() : 1.0;
    if (vertex < neighbor)
      edges.by_low.push_back({vertex, neighbor, weight});
    else
      edges.by_high.push_back({neighbor, vertex, weight});
  }
}

/// Goes to the next line of a vertex, blank or not.
bool next_vertex_line(NumberedText& text) {
  while (text.next_line())
    if (!text.is_comment()) return true;
  return false;
}

Edges read_vertices(NumberedText& text, const Header& header) {
  Edges edges;
  edges.by_low.reserve(header.edges);
  edges.by_high.reserve(header.edges);
  for (NodeId vertex = 0; vertex < header.nodes; ++vertex) {
    if (!next_vertex_line(text))
      text.refuse(fmt::format("the file ends after {} of {} vertices", vertex, header.nodes),
                  "give every vertex a line, a blank one if it has no ties");
    read_vertex(text, header, vertex, edges);
  }
  if (text.next_line_with_words())
    text.refuse(fmt::format("a line behind those of all {} vertices", header.nodes),
                "remove it, or correct the number");
  return edges;
}

/// Throws for the line of `lister`, which lists what `other` does not.
[[noreturn]] void refuse_one_sided(std::string_view bytes, const std::string& shown, NodeId lister,
                                   NodeId other, bool weighted) {
  NumberedText text(bytes, shown);
  text.next_line_with_words();
  for (NodeId vertex = 0; vertex <= lister; ++vertex) next_vertex_line(text);
  text.refuse(
      fmt::format("vertex {} lists {}, and vertex {} does not list {}{}", lister + 1, other + 1,
                  other + 1, lister + 1, weighted ? " as often with the same weight" : " as often"),
      "list every edge at both of its ends");
}

/// Both lists sorted; throws for the first edge that only one of them has.
void check_both_ends(std::string_view bytes, const std::string& shown, const Header& header,
                     Edges& edges) {
  const auto before = [](const Listed& a, const Listed& b) { return a.key() < b.key(); };
  parallel_sort(edges.by_low, before);
  parallel_sort(edges.by_high, before);
  const auto [low, high] = std::ranges::mismatch(edges.by_low, edges.by_high);
  const bool low_ended = low == edges.by_low.end(), high_ended = high == edges.by_high.end();
  if (low_ended && high_ended) return;
  if (high_ended || (!low_ended && before(*low, *high)))
    refuse_one_sided(bytes, shown, low->low, low->high, header.edge_weights);
  refuse_one_sided(bytes, shown, high->high, high->low, header.edge_weights);
}

EdgeList edge_list_of(const Edges& edges, bool weighted) {
  EdgeList list;
  list.source.reserve(edges.by_low.size());
  list.target.reserve(edges.by_low.size());
  for (const Listed& edge : edges.by_low) {
    list.source.push_back(edge.low);
    list.target.push_back(edge.high);
    if (weighted) list.columns.weight.push_back(edge.weight);
  }
  return list;
}

}  // namespace

Graph parse_metis(std::string_view bytes, const std::string& shown, const GraphOptions& options) {
  NumberedText text(bytes, shown);
  const Header header = read_header(text, bytes.size());
  Edges edges = read_vertices(text, header);
  check_both_ends(bytes, shown, header, edges);
  if (edges.by_low.size() != header.edges)
    throw Error(
        ErrorCode::BadInput, shown,
        fmt::format("{} edges are declared, and {} are listed", header.edges, edges.by_low.size()),
        "correct the number: each edge counts once");
  GraphOptions both_ways = options;
  both_ways.directed = false;
  return Graph::build(static_cast<NodeId>(header.nodes), edge_list_of(edges, header.edge_weights),
                      both_ways)
      .with_ids(ids_from_one(header.nodes));
}

Graph read_metis(const std::filesystem::path& path, const GraphOptions& options) {
  return parse_metis(read_file_bytes(path), path_text(path), options);
}

GraphSize add_metis_stages(const std::filesystem::path& path, const GraphOptions& options,
                           MemoryEstimate& estimate) {
  constexpr std::size_t kHeadBytes = 1 << 16;
  const FileSample head = sample_file(path, kHeadBytes, 1);
  NumberedText text(head.blocks.empty() ? "" : head.blocks.front(), path_text(path));
  if (!text.next_line_with_words()) text.refuse("the file has no line of sizes", "check it");
  Header header;
  GraphSize ties{.nodes = text.count("number of vertices", 0, kNoNode)};
  // A file of so many bytes has no more edges, whatever it says.
  ties.edges = text.count("number of edges", 0, head.decoded_bytes);
  read_format(text, header);
  ties.weight = header.edge_weights;
  GraphOptions both_ways = options;
  both_ways.directed = false;
  const std::uint64_t a_list = ties.edges * sizeof(Listed);
  estimate.add("text", decoding_bytes(head.decoded_bytes, head.compressed));
  estimate.add("edges as read", head.decoded_bytes + 3 * a_list);  // one is being merged
  estimate.add("sorted ties",
               head.decoded_bytes + 2 * a_list + Graph::build_bytes_of(ties, both_ways));
  const GraphSize size = Graph::size_of(ties, both_ways);
  estimate.add("graph as read", head.decoded_bytes + 2 * a_list + Graph::bytes_of(size));
  return size;
}

}  // namespace grapevine
