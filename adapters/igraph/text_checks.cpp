#include "adapters/igraph/text_checks.hpp"

#include <charconv>
#include <optional>

#include "adapters/igraph/text_place.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/graph_text_format.hpp"

namespace grapevine {
namespace {

std::optional<std::uint64_t> leading_number(std::string_view text) {
  text = text.substr(std::min(text.find_first_not_of(" \t="), text.size()));
  std::uint64_t value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end == text.data()) return std::nullopt;
  return status == std::errc{} ? value : ~std::uint64_t{0};
}

void check_declared(const TextPlace& place, std::size_t offset, std::string_view number) {
  const auto nodes = leading_number(number);
  if (nodes && *nodes > most_declared_nodes(place.text.size()))
    place.refuse(offset,
                 fmt::format("{} nodes or more are declared in a file of {} bytes", *nodes,
                             place.text.size()),
                 "correct the number; the file may be cut off");
}

/// Cuts words off a line; a word may stand in double quotes.
class Words {
 public:
  explicit Words(std::string_view line) : line_(line) {}

  std::string_view next() {
    const std::size_t begin = std::min(line_.find_first_not_of(kTextBlanks, used_), line_.size());
    std::size_t end = std::min(line_.find_first_of(kTextBlanks, begin), line_.size());
    if (begin < line_.size() && line_[begin] == '"')
      end = std::min(line_.find('"', begin + 1), line_.size() - 1) + 1;
    used_ = end;
    return line_.substr(begin, end - begin);
  }

  std::string_view used() const { return line_.substr(0, used_); }
  std::string_view rest() const { return line_.substr(used_); }

 private:
  std::string_view line_;
  std::size_t used_ = 0;
};

/// Walks over the lines of a Pajek text and keeps of each what makes the graph.
class PajekCheck {
 public:
  PajekCheck(std::string_view text, const std::string& shown) : place_{text, shown} {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) place_.text.remove_prefix(kByteOrderMark.size());
  }

  std::string run() && {
    const std::string_view text = place_.text;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
      end = std::min(text.find('\n', at), text.size());
      read_line(at, text.substr(at, end - at));
    }
    return std::move(kept_);
  }

 private:
  enum class Section { Other, Vertices, Arcs, Edges };

  void read_line(std::size_t at, std::string_view line) {
    std::string_view content = line;
    content.remove_prefix(std::min(content.find_first_not_of(kTextBlanks), content.size()));
    if (content.starts_with('*')) {
      enter_section(at, content);
    } else if (!content.empty() && content.front() != '%') {
      check_ties(at);
      line = without_drawing(line);
    }
    kept_.append(line);
    kept_ += '\n';
  }

  void enter_section(std::size_t at, std::string_view line) {
    const std::string name = in_lower_case(line.substr(1, line.find_first_of(kTextBlanks) - 1));
    section_ = name == "vertices"          ? Section::Vertices
               : name.starts_with("arcs")  ? Section::Arcs
               : name.starts_with("edges") ? Section::Edges
                                           : Section::Other;
    is_list_ = name.ends_with("list");
    if (section_ == Section::Vertices) check_declared(place_, at, line.substr(9));
  }

  void check_ties(std::size_t at) {
    has_arcs_ = has_arcs_ || section_ == Section::Arcs;
    has_edges_ = has_edges_ || section_ == Section::Edges;
    if (has_arcs_ && has_edges_)
      place_.refuse(at, "both edges and arcs", "write each edge as two arcs");
  }

  /// Keeps number and label of a vertex, ends and weight of a tie. A time interval in brackets is
  /// left for igraph to refuse.
  std::string_view without_drawing(std::string_view line) const {
    if (section_ == Section::Other || is_list_) return line;
    Words words(line);
    words.next();
    words.next();
    if (section_ != Section::Vertices && !is_number(words.next())) return line;
    return words.rest().find('[') == std::string_view::npos ? words.used() : line;
  }

  static bool is_number(std::string_view word) { return parse_double(word).has_value(); }

  TextPlace place_;
  std::string kept_;
  Section section_ = Section::Other;
  bool is_list_ = false, has_arcs_ = false, has_edges_ = false;
};

}  // namespace

void check_gml(std::string_view text, const std::string& shown) {
  constexpr std::string_view kKey = "weight";
  for (std::size_t at = text.find(kKey); at != text.npos; at = text.find(kKey, at + 1)) {
    const std::string_view rest = text.substr(at + kKey.size());
    if (!rest.empty() && kTextBlanks.find(rest.front()) != kTextBlanks.npos &&
        is_nan(rest.substr(0, 64)))
      TextPlace{text, shown}.refuse(at, "a weight that is NaN",
                                    "correct it, or leave it out for 1");
  }
}

std::string checked_pajek(std::string_view text, const std::string& shown) {
  return PajekCheck(text, shown).run();
}

void check_dl(std::string_view text, const std::string& shown) {
  const std::string head = in_lower_case(text.substr(0, text.find('\n', 200)));
  for (std::size_t at = head.find('n'); at != head.npos; at = head.find('n', at + 1)) {
    const std::size_t equals = head.find_first_not_of(" \t", at + 1);
    if (equals != head.npos && head[equals] == '=')
      check_declared({text, shown}, at, text.substr(equals, 40));
  }
}

}  // namespace grapevine
