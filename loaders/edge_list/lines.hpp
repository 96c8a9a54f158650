#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grapevine {

/// What is wrong with a line, in the words of an error.
struct LineProblem {
  std::string what, to_do;
};

struct TextField {
  std::string_view text;
  bool quoted = false;
};

/// Cuts a line, without its end, into `fields` that point into it. Where it has a comma or
/// semicolon these separate fields, and blanks around a field are dropped; else each run of blanks
/// does. A field may stand in double quotes.
std::optional<LineProblem> cut_fields(std::string_view line, std::vector<TextField>& fields);

/// Whether a line is blank or a comment (`#` or `%`).
bool says_nothing(std::string_view line);

/// Walks over the lines of text[begin, end); lines end in LF or CRLF.
class LineReader {
 public:
  LineReader(std::string_view text, std::size_t begin, std::size_t end)
      : text_(text), next_(begin), end_(end) {}

  /// Goes to the next line that is neither blank nor a comment; false at the end.
  bool next();

  std::string_view line() const { return line_; }
  std::size_t offset() const { return offset_; }  ///< Of the line in the text.
  std::size_t after() const { return next_; }     ///< Of what follows the line.

 private:
  std::string_view text_, line_;
  std::size_t offset_ = 0, next_, end_;
};

/// Number of the line at `offset`, from 1.
std::size_t line_number(std::string_view text, std::size_t offset);

/// Places that cut text[begin, ...) into blocks of some `block_size` bytes that end with a line:
/// the first is `begin`, the last the size of the text. They depend on the text alone.
std::vector<std::size_t> cut_at_lines(std::string_view text, std::size_t begin,
                                      std::size_t block_size);

}  // namespace grapevine
