#include "loaders/edge_list/rows.hpp"

#include "engine/base/error.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/parallel/blocks.hpp"

namespace grapevine {
namespace {

/// Part of what a block of text is; it never depends on threads.
constexpr std::size_t kBlockBytes = 1 << 20;

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

template <class Id>
TieRows<Id> parse_block(const EdgeText& file, std::size_t begin, std::size_t end) {
  TieRows<Id> rows;
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

template <class Id>
std::vector<TieRows<Id>> parse_rows(const EdgeText& file) {
  const auto places = cut_at_lines(file.text, file.begin, kBlockBytes);
  std::vector<TieRows<Id>> blocks(places.size() - 1);
  run_blocks(blocks.size(),
             [&](std::size_t b) { blocks[b] = parse_block<Id>(file, places[b], places[b + 1]); });
  return blocks;
}

template std::vector<TieRows<std::int64_t>> parse_rows(const EdgeText&);
template std::vector<TieRows<std::string_view>> parse_rows(const EdgeText&);

}  // namespace grapevine
