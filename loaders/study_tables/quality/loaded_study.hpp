#pragma once
#include <cstdint>

#include "engine/network/network.hpp"
#include "loaders/study_tables/identities.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "loaders/study_tables/quality/people_sets.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// A study as the checks of its quality see it: the rows as written, and what became of them.
struct LoadedStudy {
  const StudyTables& study;
  const StudyRows& tables;
  const Identities& ids;
  const Network& network;
  const LoadReport& report;
  const PeopleSets& people;

  const Rows& rows(std::string_view table) const { return tables.find(table)->second; }
};

/// Calls `visit(row)` for every row of a table that was used.
template <class Visit>
void for_each_used_row(const Rows& rows, const Visit& visit) {
  for (std::int64_t row = 0; row < rows.size(); ++row)
    if (!rows.is_left_out(row)) visit(row);
}

}  // namespace grapevine
