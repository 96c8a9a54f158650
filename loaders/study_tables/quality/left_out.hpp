#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

inline constexpr const char* kNamesNoPurchase = "names no purchase";

/// `unreadable_cells`, and `currency_text` where they are amounts: rows left out for a cell that
/// cannot be used, by column and reason.
void check_unreadable(const LoadedStudy& study, QualityFindings& found);

/// `missing_values`: rows left out because they lack what they need, by column.
void check_missing(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
