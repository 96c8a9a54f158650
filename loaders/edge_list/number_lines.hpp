#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "loaders/edge_list/rows.hpp"

namespace grapevine {

/// Bytes that must be readable behind a text whose lines are read here.
inline constexpr std::size_t kTextPadding = 64;

/// Reads lines that have two integers each; Id is std::uint32_t or std::int64_t. Separators are
/// found 64 bytes at a time and digits turned into numbers 8 at a time (SWAR), some 6 ns a tie; a
/// line that is not `number separator number` goes through the one reader of lines, so that each is
/// understood, or not, in the same way. One reader serves one block at a time, and keeps its room.
template <class Id>
class NumberLines {
 public:
  /// Reads the lines of text[begin, end). False: a line is something else, or an id is beyond Id
  /// or, for std::uint32_t, 2^32 - 2; what to make of the text is then for `parse_rows`.
  bool read(const EdgeText& file, std::size_t begin, std::size_t end);

  /// What the last block had.
  std::span<Id> source() { return {column(source_field_).data(), size_}; }
  std::span<Id> target() { return {column(target_field_).data(), size_}; }
  Id largest() const { return largest_; }

 private:
  std::size_t find_ends(std::size_t begin, std::size_t end, std::size_t count);
  std::size_t read_lines(std::size_t count);
  std::size_t read_plain_lines(std::span<const std::uint32_t> ends);
  bool read_long_line(std::size_t first, std::size_t second);
  void read_other_line();
  bool append(std::string_view line);
  void put(Id first, Id second);

  std::vector<Id>& column(std::size_t field) { return field == 0 ? first_ : second_; }

  std::vector<Id> first_, second_;  ///< Fields of the lines: a header may name the target first.
  std::size_t size_ = 0;
  Id largest_ = 0;
  bool other_ = false;
  std::size_t source_field_ = 0, target_field_ = 1;
  const EdgeText* file_ = nullptr;  ///< While it is read.
  const char* text_ = nullptr;
  std::size_t begin_ = 0, line_ = 0, end_ = 0;
  std::vector<std::uint32_t> ends_;  ///< Of numbers, from `begin_`.
  std::vector<TextField> fields_;
};

}  // namespace grapevine
