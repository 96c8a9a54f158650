#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/study_tables/identities.hpp"

namespace grapevine {

/// What a purchase was worth: the column that the study names; else margin; else amount - cost;
/// else amount x the context's margin_rate; else amount; else units; else 1. The first of these
/// that any row has a value for is used for all rows, so that money and units never mix. What was
/// chosen is noted in the report.
class PurchaseMargin {
 public:
  /// A row of `contexts` whose rate cannot be used may be left out.
  PurchaseMargin(const Rows& purchases, Rows& contexts, const Identities& ids,
                 const StudyTables& study, LoadReport& report);

  /// Nothing when the row lacks the value.
  std::optional<Money> of(std::int64_t row) const;

  /// The column for want of which `of` gives nothing, for the reason of a rejected row.
  std::string_view missing_column(std::int64_t row) const;

 private:
  enum class Rule { Column, AmountLessCost, AmountTimesRate, One };

  void choose(const StudyTables& study, bool have_rates, LoadReport& report);
  void read_rates(Rows& contexts);

  const Rows& rows_;
  const Identities& ids_;
  int decimals_;
  Rule rule_ = Rule::Column;
  std::string column_;
  std::vector<std::optional<Money>> rate_;  ///< Per context, in parts of 10^9.
};

}  // namespace grapevine
