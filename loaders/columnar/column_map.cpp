#include "loaders/columnar/column_map.hpp"

#include <algorithm>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

ColumnMapping parse_mapping(std::string_view text) {
  const std::size_t equals = text.find('=');
  ColumnMapping mapping;
  if (equals != std::string_view::npos) {
    mapping.ours = text.substr(0, equals);
    mapping.theirs = text.substr(equals + 1);
  }
  if (const std::size_t point = mapping.ours.find('.'); point != std::string::npos) {
    mapping.table = mapping.ours.substr(0, point);
    mapping.ours.erase(0, point + 1);
    if (mapping.table.empty()) mapping.ours.clear();
  }
  if (mapping.ours.empty() || mapping.theirs.empty())
    throw Error(ErrorCode::InvalidOption, "--map", in_quotes(text) + " maps no column",
                "write --map person_id=customer,purchases.t=date");
  return mapping;
}

}  // namespace

std::vector<ColumnMapping> parse_column_map(std::string_view text) {
  std::vector<ColumnMapping> map;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    ColumnMapping mapping = parse_mapping(text.substr(0, comma));
    if (std::ranges::any_of(map, [&](const ColumnMapping& m) {
          return m.ours == mapping.ours && m.table == mapping.table;
        }))
      throw Error(ErrorCode::InvalidOption, "--map", in_quotes(mapping.ours) + " is mapped twice",
                  "map it once");
    map.push_back(std::move(mapping));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return map;
}

std::string mapping_text(const ColumnMapping& mapping) {
  return (mapping.table.empty() ? "" : mapping.table + ".") + mapping.ours + "=" + mapping.theirs;
}

}  // namespace grapevine
