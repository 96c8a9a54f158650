#include "adapters/igraph/read_text.hpp"

#include <fmt/format.h>
#include <igraph.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "adapters/igraph/child_process.hpp"
#include "adapters/igraph/foreign_graph.hpp"
#include "adapters/igraph/handlers.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

/// First byte of what the child sends.
constexpr char kGraph = 'G', kReason = 'R';

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

igraph_error_t read_graph_of(IgraphFormat format, igraph_t& graph, std::FILE* file, bool directed) {
  switch (format) {
    case IgraphFormat::Graphml:
      return igraph_read_graph_graphml(&graph, file, 0);
    case IgraphFormat::Gml:
      return igraph_read_graph_gml(&graph, file);
    case IgraphFormat::Pajek:
      return igraph_read_graph_pajek(&graph, file);
    case IgraphFormat::Dl:
      break;
  }
  return igraph_read_graph_dl(&graph, file, directed);
}

/// Copies attributes out of igraph. The child owns the graph until it ends: nothing is destroyed.
class Attributes {
 public:
  explicit Attributes(const igraph_t& graph) : graph_(graph) {
    for (auto* names : {&graph_names_, &node_names_, &tie_names_}) igraph_strvector_init(names, 0);
    for (auto* types : {&graph_types_, &node_types_, &tie_types_}) igraph_vector_int_init(types, 0);
    igraph_cattribute_list(&graph, &graph_names_, &graph_types_, &node_names_, &node_types_,
                           &tie_names_, &tie_types_);
  }

  ForeignColumn of_nodes(std::string_view name) const {
    return column(name, node_names_, node_types_, igraph_vcount(&graph_), igraph_cattribute_VAN,
                  igraph_cattribute_VAS, igraph_cattribute_VAB);
  }
  ForeignColumn of_ties(std::string_view name) const {
    return column(name, tie_names_, tie_types_, igraph_ecount(&graph_), igraph_cattribute_EAN,
                  igraph_cattribute_EAS, igraph_cattribute_EAB);
  }

 private:
  template <class Number, class Text, class Truth>
  ForeignColumn column(std::string_view wanted, const igraph_strvector_t& names,
                       const igraph_vector_int_t& types, igraph_integer_t rows, Number number,
                       Text text, Truth truth) const {
    ForeignColumn result;
    for (igraph_integer_t a = 0; a < igraph_strvector_size(&names); ++a) {
      const char* name = igraph_strvector_get(&names, a);
      if (!equal_in_any_case(name, wanted)) continue;
      for (igraph_integer_t i = 0; i < rows; ++i) {
        switch (VECTOR(types)[a]) {
          case IGRAPH_ATTRIBUTE_NUMERIC:
            result.numbers.push_back(number(&graph_, name, i));
            break;
          case IGRAPH_ATTRIBUTE_BOOLEAN:
            result.numbers.push_back(truth(&graph_, name, i) ? 1.0 : 0.0);
            break;
          default:
            result.texts.emplace_back(text(&graph_, name, i));
        }
      }
      break;
    }
    return result;
  }

  static bool equal_in_any_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
  }

  const igraph_t& graph_;
  igraph_strvector_t graph_names_, node_names_, tie_names_;
  igraph_vector_int_t graph_types_, node_types_, tie_types_;
};

ForeignGraph copied(const igraph_t& graph) {
  const Attributes attributes(graph);
  ForeignGraph foreign{.num_nodes = static_cast<std::uint64_t>(igraph_vcount(&graph)),
                       .directed = igraph_is_directed(&graph) != 0,
                       .name = attributes.of_nodes("name"),
                       .label = attributes.of_nodes("label"),
                       .id = attributes.of_nodes("id"),
                       .weight = attributes.of_ties("weight"),
                       .sign = attributes.of_ties("sign"),
                       .type = attributes.of_ties("type")};
  for (const char* name : {"time", "t", "timestamp"})
    if (!foreign.time.present()) foreign.time = attributes.of_ties(name);
  for (igraph_integer_t e = 0; e < igraph_ecount(&graph); ++e) {
    foreign.ends.push_back(static_cast<std::uint64_t>(IGRAPH_FROM(&graph, e)));
    foreign.ends.push_back(static_cast<std::uint64_t>(IGRAPH_TO(&graph, e)));
  }
  return foreign;
}

/// Runs in the child: a graph, or the reasons why there is none, one a line.
std::string read_in_child(IgraphFormat format, std::string_view text, bool directed,
                          const IgraphHandlers& handlers) {
  igraph_set_attribute_table(&igraph_cattribute_table);
  std::FILE* file = fmemopen(const_cast<char*>(text.data()), text.size(), "rb");
  igraph_t graph;
  if (file != nullptr && read_graph_of(format, graph, file, directed) == IGRAPH_SUCCESS)
    return kGraph + to_bytes(copied(graph));
  std::string reply(1, kReason);
  for (const std::string& reason : handlers.reasons()) reply += reason + "\n";
  return reply;
}

/// One printable line, whatever bytes of the file stand in it.
std::string printable(std::string_view text) {
  std::string result(text.substr(0, 160));
  std::ranges::replace_if(result, [](char c) { return c < 0x20 || c == 0x7f; }, '?');
  while (result.ends_with('.') || result.ends_with(' ')) result.pop_back();
  return result;
}

/// The number behind the first "line " in igraph's words.
std::string line_in(std::string_view reasons) {
  constexpr std::string_view kWord = "ine ";
  for (std::size_t at = reasons.find(kWord); at != reasons.npos; at = reasons.find(kWord, at + 1)) {
    const std::string_view rest = reasons.substr(at + kWord.size());
    const std::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (!digits.empty()) return ":" + std::string(digits);
  }
  return "";
}

[[noreturn]] void refuse_by_reason(std::string_view reasons, const std::string& shown) {
  const std::string_view first = reasons.substr(0, reasons.find('\n'));
  throw Error(ErrorCode::BadInput, shown + line_in(reasons),
              "igraph cannot read it: " + (first.empty() ? "no reason given" : printable(first)),
              "correct the file, or give an edge list");
}

[[noreturn]] void refuse_by_end(const ChildResult& child, const ChildLimits& limits,
                                const std::string& shown) {
  if (child.timed_out)
    throw Error(ErrorCode::BadInput, shown,
                fmt::format("igraph takes more than {} s to read it", limits.cpu_seconds),
                "check the file, or give an edge list");
  throw Error(
      ErrorCode::BadInput, shown,
      child.signal != 0
          ? fmt::format("igraph's reader crashes on it (signal {})", child.signal)
          : fmt::format("igraph needs more than {} MiB to read it", limits.memory_bytes >> 20),
      "check the file, or give an edge list");
}

}  // namespace

Graph read_text_by_igraph(IgraphFormat format, std::string_view bytes, const std::string& shown,
                          const GraphOptions& options) {
  const std::string_view text = without_byte_order_mark(bytes);
  if (text.empty()) throw Error(ErrorCode::BadInput, shown, "the file is empty", "give it a graph");
  const ChildLimits limits{.memory_bytes = (std::uint64_t{256} << 20) + 64 * text.size(),
                           .cpu_seconds = 4 + (text.size() >> 20)};
  std::optional<ChildResult> child;
  {
    const IgraphHandlers handlers;  // held here, so that no other thread holds them in the child
    child = run_in_child([&] { return read_in_child(format, text, options.directed, handlers); },
                         limits);
  }
  if (!child->returned || child->bytes.empty()) refuse_by_end(*child, limits, shown);
  const std::string_view reply = std::string_view(child->bytes).substr(1);
  if (child->bytes.front() == kReason) refuse_by_reason(reply, shown);
  const auto foreign = from_bytes(reply);
  if (!foreign) refuse_by_end(*child, limits, shown);
  return graph_of_foreign(*foreign, shown, options);
}

}  // namespace grapevine
