#pragma once
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// Whole numbers of one column, with the rows that have one (empty: all have).
struct IntegerColumn {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> valid;
};

using ColumnValues = std::variant<std::vector<double>, std::vector<std::int64_t>,
                                  std::vector<std::string>, MoneyColumn, IntegerColumn>;

/// A column of a score table, one value for each (context, person).
struct ScoreColumn {
  ColumnInfo info;
  ColumnValues values;
};

/// The columns so far, in the order of their providers.
class ScoreColumns {
 public:
  void add(ScoreColumn column) { columns_.push_back(std::move(column)); }
  const std::vector<ScoreColumn>& all() const { return columns_; }

  /// The column of that name, or null.
  const ScoreColumn* find(std::string_view name) const;

  /// Its values as numbers (money in major units, NaN where there is none); empty if there is no
  /// such column.
  std::vector<double> doubles(std::string_view name) const;

 private:
  std::vector<ScoreColumn> columns_;
};

/// Adds a column to a table, whatever it holds.
void add_column(TableBuilder& builder, const ScoreColumn& column);

/// How one attribution model shares out each journey.
struct Attribution {
  std::string model;
  std::vector<double>
      share;  ///< One per Journeys::touches; those of one journey sum to 1, or to less.
};

/// What a score provider may look at.
struct ScoreInputs {
  const Network& network;
  const Graph& walk;  ///< referral_walk(network)
  const Journeys& journeys;
  std::span<const Attribution> attributions;  ///< Scores rest on the first.
  const ScoreColumns& earlier;                ///< Columns of the providers before this one.
};

/// One line of the audit in the manifest.
struct AuditLine {
  std::string name;
  Money amount;
  int decimals;
};

}  // namespace grapevine
