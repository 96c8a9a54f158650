#include "loaders/graph_formats/numbered_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/numbers.hpp"
#include "engine/graph/graph_text_format.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr double kMostWeight = 1e300;  // so that a graph takes it

}  // namespace

NumberedText::NumberedText(std::string_view text, std::string shown)
    : text_(text), shown_(std::move(shown)) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

bool NumberedText::next_line() {
  if (next_ >= text_.size()) return false;
  const std::size_t end = std::min(text_.find('\n', next_), text_.size());
  line_ = text_.substr(next_, end - next_);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  next_ = std::min(end + 1, text_.size());
  ++line_number_;
  return true;
}

bool NumberedText::next_line_with_words() {
  while (next_line())
    if (!is_comment() && !is_blank()) return true;
  return false;
}

bool NumberedText::is_blank() const {
  return line_.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string_view NumberedText::word() {
  line_.remove_prefix(std::min(line_.find_first_not_of(kBlanks), line_.size()));
  const std::string_view found = line_.substr(0, line_.find_first_of(kBlanks));
  line_.remove_prefix(found.size());
  return found;
}

std::uint64_t NumberedText::count(const char* name, std::uint64_t least, std::uint64_t most) {
  const std::string_view text = word();
  if (text.empty()) refuse(fmt::format("the line ends before its {}", name), "complete the line");
  std::uint64_t value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
    return value;
  refuse(fmt::format("{} {} is no whole number from {} to {}", name, in_quotes(text), least, most),
         "correct it");
}

double NumberedText::number(const char* name) {
  const std::string_view text = word();
  if (text.empty()) refuse(fmt::format("the line ends before its {}", name), "complete the line");
  const auto value = parse_double(text);
  if (!value || !std::isfinite(*value))
    refuse(fmt::format("{} {} is no finite number", name, in_quotes(text)), "correct it");
  if (std::abs(*value) > kMostWeight)
    refuse(fmt::format("{} {} is beyond 1e300", name, in_quotes(text)), "scale all of them");
  return *value + 0.0;  // -0 becomes 0
}

double NumberedText::weight() {
  const double value = number("weight");
  if (value < 0.0) refuse(fmt::format("weight {} is negative", value), "give one >= 0");
  return value;
}

void NumberedText::expect_line_end() {
  if (is_blank()) return;
  refuse(fmt::format("{} is one word too many on its line", in_quotes(word())), "remove it");
}

void NumberedText::refuse(std::string_view what, std::string_view to_do) const {
  throw Error(ErrorCode::BadInput, fmt::format("{}:{}", shown_, line_number_), what, to_do);
}

void check_declared_nodes(const NumberedText& at, std::uint64_t nodes, std::size_t text_bytes) {
  if (nodes >= kNoNode)
    at.refuse(fmt::format("{} nodes are more than 4,294,967,294", nodes), "split the graph");
  if (nodes > most_declared_nodes(text_bytes))
    at.refuse(fmt::format("{} nodes are declared in a file of {} bytes", nodes, text_bytes),
              "correct the number; the file may be cut off");
}

std::shared_ptr<const IdIndex> ids_from_one(std::uint64_t count) {
  std::vector<std::int64_t> ids(count);
  std::iota(ids.begin(), ids.end(), 1);
  return std::make_shared<const IdIndex>(IdIndex::from_integers(std::move(ids)));
}

}  // namespace grapevine
