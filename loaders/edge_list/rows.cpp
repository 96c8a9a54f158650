#include "loaders/edge_list/rows.hpp"

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/edge_list/konect.hpp"

namespace grapevine {
namespace {

/// False when the field is fit, but no integer.
bool read_id(const TextField& field, std::string_view, std::int64_t& id,
             std::optional<LineProblem>&) {
  const auto integer = canonical_integer(field.text);
  if (integer) id = *integer;
  return integer.has_value();
}

bool read_id(const TextField& field, std::string_view name, std::string_view& id,
             std::optional<LineProblem>& problem) {
  problem = read_text(field, name, id);
  return true;
}

/// Reads column `place` of a line, if the file has it, and appends it.
template <class T, class Read>
bool append_column(const std::vector<TextField>& fields, std::size_t place, const Read& read,
                   std::vector<T>& column, std::optional<LineProblem>& problem) {
  if (place == EdgeListLayout::kNoField) return true;
  problem = read(fields[place], column.emplace_back());
  return !problem;
}

/// Appends one line; false when it ends the block.
template <class Id>
bool append_line(const EdgeListLayout& layout, const std::vector<TextField>& fields,
                 TieRows<Id>& rows) {
  if (fields.size() != layout.num_fields) {
    const std::string count = std::to_string(fields.size());
    rows.problem =
        LineProblem{count + (fields.size() == 1 ? " field, from " : " fields, from ") +
                        in_quotes(fields.front().text) + " to " + in_quotes(fields.back().text) +
                        ", where the first line has " + std::to_string(layout.num_fields),
                    "give every line the same columns"};
    return false;
  }
  Id source{}, target{};
  rows.other_ids = !read_id(fields[layout.source], "source", source, rows.problem);
  if (rows.other_ids || rows.problem) return false;
  rows.other_ids = !read_id(fields[layout.target], "target", target, rows.problem);
  if (rows.other_ids || rows.problem) return false;
  rows.source.push_back(source);
  rows.target.push_back(target);
  const auto read_type = [](const TextField& field, std::string_view& value) {
    return read_text({field.text, true}, "type", value);
  };
  return append_column(fields, layout.weight, read_weight, rows.weight, rows.problem) &&
         append_column(fields, layout.sign, read_sign, rows.sign, rows.problem) &&
         append_column(fields, layout.time, read_time, rows.time, rows.problem) &&
         append_column(fields, layout.type, read_type, rows.type, rows.problem);
}

/// Room for as many ties as there are lines: growing would hold up to three times as much.
template <class Id>
void reserve_rows(const EdgeListLayout& layout, std::size_t lines, TieRows<Id>& rows) {
  const auto reserve = [&](std::size_t place, auto& column) {
    if (place != EdgeListLayout::kNoField) column.reserve(lines);
  };
  reserve(layout.source, rows.source);
  reserve(layout.target, rows.target);
  reserve(layout.weight, rows.weight);
  reserve(layout.sign, rows.sign);
  reserve(layout.time, rows.time);
  reserve(layout.type, rows.type);
}

template <class Id>
TieRows<Id> parse_block(const EdgeText& file, std::size_t begin, std::size_t end) {
  TieRows<Id> rows;
  const auto lines = std::ranges::count(file.text.substr(begin, end - begin), '\n') + 1;
  reserve_rows(file.layout, static_cast<std::size_t>(lines), rows);
  std::vector<TextField> fields;
  LineReader reader(file.text, begin, end);
  while (reader.next()) {
    rows.problem = cut_fields(reader.line(), fields);
    if (!rows.problem && append_line(file.layout, fields, rows)) continue;
    rows.problem_offset = reader.offset();
    break;
  }
  return rows;
}

}  // namespace

void refuse(const EdgeText& file, std::size_t offset, const LineProblem& problem) {
  throw Error(ErrorCode::BadInput, file.path + ":" + std::to_string(line_number(file.text, offset)),
              problem.what, problem.to_do);
}

void read_first_line(EdgeText& file, const EdgeColumnNames& names) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  file.begin = file.text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (file.text.substr(file.begin).starts_with("%%MatrixMarket"))
    refuse(file, 0, {"is a Matrix Market file", "give it the ending .mtx"});
  const std::size_t first_end = std::min(file.text.find('\n', file.begin), file.text.size());
  std::optional<LineProblem> problem;
  const auto konect = konect_head(file.text.substr(file.begin, first_end - file.begin), problem);
  if (problem) refuse(file, file.begin, *problem);
  LineReader reader(file.text, file.begin, file.text.size());
  if (!reader.next()) return;
  std::vector<TextField> fields;
  problem = cut_fields(reader.line(), fields);
  if (!problem)
    problem = konect && names.empty() ? konect_layout(*konect, fields.size(), file.layout)
                                      : read_layout(fields, file.layout, names);
  if (problem) refuse(file, reader.offset(), *problem);
  file.begin = file.layout.has_header ? reader.after() : reader.offset();
}

template <class Id>
std::vector<TieRows<Id>> parse_rows(const EdgeText& file) {
  const auto places = cut_at_lines(file.text, file.begin, kEdgeBlockBytes);
  std::vector<TieRows<Id>> blocks(places.size() - 1);
  run_blocks(blocks.size(),
             [&](std::size_t b) { blocks[b] = parse_block<Id>(file, places[b], places[b + 1]); });
  return blocks;
}

template std::vector<TieRows<std::int64_t>> parse_rows(const EdgeText&);
template std::vector<TieRows<std::string_view>> parse_rows(const EdgeText&);

}  // namespace grapevine
