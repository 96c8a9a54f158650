#include "adapters/igraph/text_memory.hpp"

#include <algorithm>
#include <charconv>

namespace grapevine {
namespace {

/// Bytes of one node, edge and further attribute, while igraph reads them (0.10.2, 64 bits).
struct ElementBytes {
  double node, edge, attribute;
};

ElementBytes bytes_of(IgraphFormat format) {
  switch (format) {
    case IgraphFormat::Graphml:
      return {150.0, 52.0, 39.0};
    case IgraphFormat::Gml:
      return {535.0, 470.0, 120.0};  // a tree of all items stands beside the graph
    case IgraphFormat::Pajek:
      return {205.0, 64.0, 47.0};
    case IgraphFormat::Dl:
      break;
  }
  return {62.0, 53.0, 40.0};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ','; }

/// Words between blanks, in turn; empty at the end.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}

  std::string_view next() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    const auto end = std::ranges::find_if(rest_, is_blank);
    const std::string_view word(rest_.begin(), end);
    rest_.remove_prefix(word.size());
    return word;
  }

 private:
  std::string_view rest_;
};

bool equal(std::string_view word, std::string_view name) {
  return std::ranges::equal(word, name, {}, lower, lower);
}
bool begins(std::string_view word, std::string_view name) {
  return word.size() >= name.size() && equal(word.substr(0, name.size()), name);
}

std::uint64_t number(std::string_view word) {
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

TextGraphSize size_of_graphml(std::string_view text) {
  TextGraphSize size;
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    const std::string_view tag = text.substr(at + 1, 5);
    size.nodes += tag.starts_with("node");
    size.edges += tag.starts_with("edge");
    size.attributes += tag.starts_with("data");
  }
  size.directed = text.find("edgedefault=\"undirected\"") == text.npos;
  return size;
}

TextGraphSize size_of_gml(std::string_view text) {
  TextGraphSize size{.directed = false};
  Words words(text);
  std::uint64_t count = 0;
  std::string_view before;
  for (std::string_view word = words.next(); !word.empty(); word = words.next(), ++count) {
    if (word.starts_with('[')) {
      size.nodes += equal(before, "node");
      size.edges += equal(before, "edge");
    }
    if (equal(before, "directed")) size.directed = word == "1";
    before = word;
  }
  // `node [ id 1 label "a" ]` is seven words, and so is an edge with both ends; more are in pairs.
  const std::uint64_t usual = 7 * (size.nodes + size.edges);
  size.attributes = count > usual ? (count - usual) / 2 : 0;
  return size;
}

/// What stands between two blanks of a line beyond `usual` words; each line by itself.
std::uint64_t further_words(std::string_view line, std::uint64_t usual) {
  Words words(line);
  std::uint64_t count = 0;
  while (!words.next().empty()) ++count;
  return count > usual ? count - usual : 0;
}

/// Calls `visit` for each line that is not blank.
template <class Visit>
void for_each_line(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const std::string_view line = text.substr(0, end); !std::ranges::all_of(line, is_blank))
      visit(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

TextGraphSize size_of_pajek(std::string_view text) {
  TextGraphSize size{.directed = false};
  bool in_edges = false;
  for_each_line(text, [&](std::string_view line) {
    if (Words words(line); line.starts_with('*')) {
      const std::string_view section = words.next();
      if (begins(section, "*vertices")) size.nodes = number(words.next());
      size.directed = size.directed || begins(section, "*arcs");
      in_edges = begins(section, "*arcs") || begins(section, "*edges");
    } else if (in_edges) {
      ++size.edges;
      size.attributes += further_words(line, 2);
    }
  });
  return size;
}

TextGraphSize size_of_dl(std::string_view text) {
  TextGraphSize size;
  bool in_data = false, matrix = true;
  for_each_line(text, [&](std::string_view line) {
    if (in_data) {
      if (!matrix) {
        ++size.edges;
        size.attributes += further_words(line, 2);
        return;
      }
      Words words(line);
      for (std::string_view word = words.next(); !word.empty(); word = words.next())
        size.edges += word != "0";
      return;
    }
    Words words(line);
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
      if (begins(word, "n=")) size.nodes = number(word.substr(2));
      matrix = matrix && !begins(word, "edgelist") && !begins(word, "format=edgelist");
      in_data = in_data || equal(word, "data:");
    }
  });
  return size;
}

}  // namespace

TextGraphSize size_of_text(IgraphFormat format, std::string_view text) {
  switch (format) {
    case IgraphFormat::Graphml:
      return size_of_graphml(text);
    case IgraphFormat::Gml:
      return size_of_gml(text);
    case IgraphFormat::Pajek:
      return size_of_pajek(text);
    case IgraphFormat::Dl:
      break;
  }
  return size_of_dl(text);
}

GraphSize add_text_stages(IgraphFormat format, std::string_view text, const GraphOptions& options,
                          MemoryEstimate& estimate) {
  const TextGraphSize counted = size_of_text(format, text);
  const ElementBytes bytes = bytes_of(format);
  const double elements = bytes.node * static_cast<double>(counted.nodes) +
                          bytes.edge * static_cast<double>(counted.edges) +
                          bytes.attribute * static_cast<double>(counted.attributes);
  estimate.add("igraph's reader", text.size() + static_cast<std::uint64_t>(elements));
  GraphSize ties{.nodes = counted.nodes,
                 .edges = counted.edges,
                 .weight = counted.attributes >= std::max<std::uint64_t>(counted.edges, 1),
                 .text_ids = format != IgraphFormat::Dl,
                 .mean_id_bytes = 8.0};
  GraphOptions how = options;
  if (format != IgraphFormat::Dl) how.directed = counted.directed;
  estimate.add("build", Graph::build_bytes_of(ties, how));
  return Graph::size_of(ties, how);
}

}  // namespace grapevine
