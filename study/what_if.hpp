#pragma once
#include <string>
#include <vector>

#include "loaders/study_tables/load_report.hpp"
#include "study/study_file.hpp"
#include "study/what_if_walks.hpp"

namespace grapevine {

/// A number of the whole study, with the rows and without them.
struct WhatIfTotal {
  std::string name, unit;
  double before = 0.0, after = 0.0;

  double change() const;  ///< 0 for what is but rounding.
};

/// What a study says without some of its rows.
struct WhatIf {
  std::string unit;   ///< Of value.
  std::string model;  ///< The attribution model that scores rest on.
  std::vector<ErasedCount> erased;
  std::vector<WhatIfTotal> totals;  ///< People, acquisitions, and the lines of the audit.
  double own_margin = 0.0;          ///< Of purchases that were erased, in major units.
  double expected_loss = 0.0;       ///< See `what_if`.
  std::int64_t lost_credits = 0;    ///< Credits that this is summed over.

  std::optional<WalksFollowed> walks;  ///< Where the walks were scored, too.
  std::vector<std::string> columns;    ///< Of the ledger's scores, and of the walks'.
  std::vector<std::string> warnings;  ///< Of the study without the rows, that it has not with them.
  std::size_t rows = 0, changed = 0;
  /// `person_id`, `context_id`, `gone`, and of each column COLUMN_before, _after and _change: rows
  /// with a change, or all of them.
  Table changes;
  std::vector<std::size_t> largest_first;  ///< Rows of `changes`.
};

/// Scores the study with and without the rows that `erasure` names. The second is, to the last
/// unit, the run of the tables with those rows deleted (see `erase_rows`); a person who is in no
/// other row is gone, and counts as 0. Both networks are in memory at once.
///
/// That says what the scores would be, not what the firm would lose: credit moves to others, and
/// the margin of newcomers stays. `expected_loss` is the other answer: the sum of share x p_type1 x
/// margin, undiscounted, over credits of acquisitions that stay, whose referrer has no touch left
/// in their journey. With `walks` the scores of the study's walks are there, too, those without the
/// rows to the error that is told; less than that is no change. Errors: those of running;
/// InvalidOption for a name that no row has.
WhatIf what_if(StudyFile study, const Erasure& erasure, bool all_rows = false, bool walks = false);

}  // namespace grapevine
