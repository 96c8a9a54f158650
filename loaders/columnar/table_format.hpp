#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/time.hpp"

namespace grapevine {

/// How the cells of a table are written, as far as a study declares it. Columns go by our names.
struct TableFormat {
  using Codes = std::vector<std::string>;

  std::optional<char> separator;  ///< Between the fields of a text file; absent: its header tells.
  bool decimal_comma = false;     ///< `1,5` is one and a half.
  std::optional<TimeUnit> time_unit;  ///< What integers in time columns count; absent: the study's.
  Codes missing;                      ///< Texts that, in any column, are no value.
  std::map<std::string, Codes, std::less<>> missing_in;  ///< The same, in one column each.
  /// Texts that say that what the column tells had not come about when the study ended.
  std::map<std::string, Codes, std::less<>> censored;
};

}  // namespace grapevine
