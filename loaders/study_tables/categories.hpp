#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "loaders/study_tables/rows.hpp"

namespace grapevine {

/// The different texts of a column, and the empty one, numbered in ascending order: the order of
/// rows leaves no trace.
class Categories {
 public:
  Categories(const Rows& rows, std::string_view column, std::vector<std::string>& names)
      : rows_(rows), column_(column), names_(names) {
    names_ = {""};
    for (std::int64_t i = 0; i < rows.size(); ++i) names_.push_back(rows.text(i, column));
    std::ranges::sort(names_);
    const auto repeated = std::ranges::unique(names_);
    names_.erase(repeated.begin(), repeated.end());
    if (names_.size() > 65'535)
      throw Error(ErrorCode::BadInput, "input",
                  fmt::format("column {} has more than 65,535 different values", in_quotes(column)),
                  "is that column one of categories?");
  }

  std::uint16_t of(std::int64_t row) const {
    const auto found = std::ranges::lower_bound(names_, rows_.text(row, column_));
    return static_cast<std::uint16_t>(found - names_.begin());
  }

 private:
  const Rows& rows_;
  std::string_view column_;
  std::vector<std::string>& names_;
};

}  // namespace grapevine
