#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/graph/id_index.hpp"

namespace grapevine {

/// Reads words and numbers off the lines of a text, and knows where it is when one is wrong. Lines
/// end in LF or CRLF, words are parted by blanks; a byte order mark at the front is passed over.
class NumberedText {
 public:
  /// `shown` is the name that errors use; `text` must outlive the object.
  NumberedText(std::string_view text, std::string shown);

  /// Goes to the next line, blank or not; false at the end of the text.
  bool next_line();
  /// Goes to the next line that has a word and does not begin with `%`.
  bool next_line_with_words();

  bool is_comment() const { return line_.starts_with('%'); }
  bool is_blank() const;  ///< Whether nothing is left to read on this line.

  /// The next word of the line; empty at its end.
  std::string_view word();
  /// The next word as a whole number from `least` to `most`. `name` says what it is in the error.
  std::uint64_t count(const char* name, std::uint64_t least, std::uint64_t most);
  /// The next word as a finite number of absolute value <= 1e300.
  double number(const char* name);
  /// The same, and >= 0.
  double weight();
  void expect_line_end();

  /// Bytes behind this line: what a file can still hold.
  std::uint64_t bytes_left() const { return text_.size() - next_; }
  std::uint64_t line_number() const { return line_number_; }

  /// Throws BadInput for this line.
  [[noreturn]] void refuse(std::string_view what, std::string_view to_do) const;

 private:
  std::string_view text_, line_;
  std::string shown_;
  std::size_t next_ = 0;
  std::uint64_t line_number_ = 0;
};

/// Refuses, at the line that declares them, more nodes than a NodeId can number, or more than
/// `most_declared_nodes`.
void check_declared_nodes(const NumberedText& at, std::uint64_t nodes, std::size_t text_bytes);

/// Ids 1 .. count, for formats that number their nodes.
std::shared_ptr<const IdIndex> ids_from_one(std::uint64_t count);

}  // namespace grapevine
