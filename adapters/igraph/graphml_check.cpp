#include "adapters/igraph/graphml_check.hpp"

#include <array>
#include <utility>

#include "adapters/igraph/text_place.hpp"

namespace grapevine {
namespace {

/// Walks over the start tags of an XML text; comments, sections and instructions are passed over.
class Tags {
 public:
  explicit Tags(std::string_view text) : text_(text) {}

  bool next() {
    for (std::size_t at = text_.find('<', next_); at != text_.npos; at = text_.find('<', next_)) {
      offset_ = at;
      const std::string_view rest = text_.substr(at);
      if (rest.starts_with("<!--")) {
        skip_behind("-->");
      } else if (rest.starts_with("<![CDATA[")) {
        skip_behind("]]>");
      } else if (rest.starts_with("<?") || rest.starts_with("</")) {
        skip_behind(">");
      } else {
        skip_behind(">");
        tag_ = text_.substr(at + 1, next_ - at - 1);
        return true;
      }
    }
    return false;
  }

  std::size_t offset() const { return offset_; }

  /// What stands between this tag and the next one.
  std::string_view content() const {
    return text_.substr(next_, std::min(text_.find('<', next_), text_.size()) - next_);
  }

  /// The tag's name without a namespace.
  std::string_view name() const {
    const std::string_view name = tag_.substr(0, tag_.find_first_of(" \t\r\n/>"));
    return name.substr(name.find(':') + 1);  // npos + 1 is 0
  }

  /// The value of an attribute; empty when it has none.
  std::string_view attribute(std::string_view wanted) const {
    for (std::size_t at = tag_.find(wanted); at != tag_.npos; at = tag_.find(wanted, at + 1)) {
      if (at == 0 || kTextBlanks.find(tag_[at - 1]) == kTextBlanks.npos) continue;
      std::string_view rest = skip_blanks(tag_.substr(at + wanted.size()));
      if (!rest.starts_with('=')) continue;
      rest = skip_blanks(rest.substr(1));
      if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
      return rest.substr(1, std::min(rest.find(rest.front(), 1), rest.size()) - 1);
    }
    return {};
  }

 private:
  static std::string_view skip_blanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(kTextBlanks), text.size()));
  }

  void skip_behind(std::string_view end) {
    const std::size_t found = text_.find(end, offset_);
    next_ = found == text_.npos ? text_.size() : found + end.size();
  }

  std::string_view text_, tag_;
  std::size_t offset_ = 0, next_ = 0;
};

constexpr std::array<std::string_view, 7> kOurs = {"weight", "sign",      "time", "t",
                                                   "type",   "timestamp", "name"};

bool is_ours(std::string_view name) {
  return std::ranges::find(kOurs, in_lower_case(name)) != kOurs.end();
}

/// What the tags of a GraphML text have told so far.
class GraphmlCheck {
 public:
  GraphmlCheck(std::string_view text, const std::string& shown)
      : place_{text, shown}, tags_(text) {}

  void run() {
    while (tags_.next()) {
      const std::string_view name = tags_.name();
      if (name == "graph") check_graph();
      if (name == "hyperedge") refuse("a hyperedge", "write it as edges between its ends");
      if (name.starts_with("!ENTITY") || name.starts_with("!DOCTYPE")) check_entities();
      if (name == "edge") check_edge();
      if (name == "key") check_key();
      if (name == "data" && is_nan(tags_.content())) check_data();
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what, const char* to_do) const {
    place_.refuse(tags_.offset(), what, to_do);
  }

  void check_graph() {
    if (seen_graph_) refuse("a second graph", "give each graph a file, without graphs in nodes");
    seen_graph_ = true;
    directed_ = tags_.attribute("edgedefault") == "directed";
  }

  void check_entities() {
    if (std::exchange(seen_declaration_, true)) return;
    if (place_.text.find("<!ENTITY") != std::string_view::npos)
      refuse("entities of its own", "write the file without them");
  }

  void check_edge() const {
    const std::string_view directed = tags_.attribute("directed");
    if (!directed.empty() && (directed == "true") != directed_)
      refuse("an edge that is " +
                 std::string(directed_ ? "undirected in a directed" : "directed in an undirected") +
                 " graph",
             "make all edges alike; two directed ones say what an undirected one does");
  }

  void check_key() {
    const std::string_view name = tags_.attribute("attr.name"), target = tags_.attribute("for");
    if (in_lower_case(name) == "weight") weight_key_ = tags_.attribute("id");
    if (!is_ours(name)) return;
    if ((target.empty() || target == "all") && tags_.attribute("attr.type") != "")
      refuse("the key of " + in_quotes(name) + " is for no one kind, and would be passed over",
             "give it for=\"edge\" or for=\"node\"");
    if (tags_.attribute("attr.type").empty())
      refuse("the key of " + in_quotes(name) + " has no attr.type, and would be passed over",
             "give it one, such as attr.type=\"double\"");
  }

  void check_data() const {
    if (!weight_key_.empty() && tags_.attribute("key") == weight_key_)
      refuse("a weight that is NaN", "correct it, or leave it out for 1");
  }

  TextPlace place_;
  Tags tags_;
  bool seen_graph_ = false, seen_declaration_ = false, directed_ = false;
  std::string weight_key_;
};

}  // namespace

void check_graphml(std::string_view text, const std::string& shown) {
  GraphmlCheck(text, shown).run();
}

}  // namespace grapevine
