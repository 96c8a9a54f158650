#include "study/listed_numbers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/columnar/column_cells.hpp"
#include "loaders/columnar/file_bytes.hpp"

namespace grapevine {
namespace {

constexpr double kLargest = 1e300;

std::vector<std::string> texts_of(const SourceTable& table, const std::string& name, bool ids) {
  if (!table.table().has(name))
    throw Error(ErrorCode::BadInput, table.file(0), fmt::format("it has no column '{}'", name),
                "give one, or rename the one that has it");
  return read_column(table, {.ours = name, .theirs = name, .holds_ids = ids}, {}).texts;
}

}  // namespace

std::vector<ListedNumber> read_listed_numbers(const std::filesystem::path& path,
                                              const ListedColumns& columns) {
  const SourceTable table = read_source_table(path, path_text(path));
  const auto ids = texts_of(table, columns.id, true),
             texts = texts_of(table, columns.number, false);
  std::vector<std::string> contexts(ids.size());
  if (!columns.context.empty() && table.table().has(columns.context))
    contexts = texts_of(table, columns.context, true);
  const std::vector<std::int64_t> lines = table.lines();
  std::vector<ListedNumber> all;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ListedNumber line{fmt::format("{}:{}", table.file(static_cast<std::int64_t>(i)), lines[i]),
                      ids[i], contexts[i], parse_double(texts[i]).value_or(std::nan(""))};
    if (!(line.number >= columns.least) || !(line.number <= kLargest))
      refuse_listed(line, columns.number,
                    fmt::format("{} is no number {}", in_quotes(texts[i]), columns.range),
                    "correct it");
    all.push_back(std::move(line));
  }
  return all;
}

void refuse_listed(const ListedNumber& line, const std::string& column, const std::string& what,
                   const std::string& to_do) {
  throw Error(ErrorCode::BadInput, fmt::format("{}: column '{}'", line.place, column), what, to_do);
}

ListedColumns cost_columns(const std::string& id) {
  return {.id = id,
          .number = "cost",
          .context = "context_id",
          .least = std::numeric_limits<double>::min(),
          .range = "> 0"};
}

}  // namespace grapevine
