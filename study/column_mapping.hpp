#pragma once
#include <vector>

#include "loaders/columnar/column_map.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// Lets `map` go before what the study file says of columns: a mapping with a table holds in that
/// table, one without in each that lacks a column under our name but has theirs (loading finds out
/// which; it throws when there is none). Errors: InvalidOption for a table that the study does not
/// have, or a name that is not ours.
void map_columns(StudyFile& study, std::vector<ColumnMapping> map);

}  // namespace grapevine
