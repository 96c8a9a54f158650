#include "study/column_sources.hpp"

#include <sstream>
#include <vector>

namespace grapevine {

ColumnInfo ColumnSources::completed(ColumnInfo info) const {
  if (info.unit == "money") info.unit = study_.value_unit();
  if (info.source.ends_with(')')) return info;
  std::vector<std::string> inputs;
  std::istringstream words(info.source);
  for (std::string word; words >> word;) inputs.push_back(described(word));
  info.source = inputs.empty() ? "study (assumed)" : joined(inputs);
  return info;
}

std::string ColumnSources::described(const std::string& input) const {
  std::string column = input;
  if (column == "purchases.value")
    column = study_.tables.purchase_value.empty() ? "purchases"
                                                  : "purchases." + study_.tables.purchase_value;
  auto word = study_.provenance.find(column);
  if (word == study_.provenance.end())
    word = study_.provenance.find(column.substr(0, column.find('.')));
  if (word != study_.provenance.end()) return column + " (" + word->second + ")";
  return is_input_table(column.substr(0, column.find('.'))) ? column : column + " (derived)";
}

}  // namespace grapevine
