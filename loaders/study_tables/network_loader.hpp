#pragma once
#include "engine/network/network.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// Reads the tables of a study into one network.
///
/// People are everybody that any table names; `same_as` in the people table makes two ids one
/// person. Contexts are those of the contexts table, or without one those that tables name, or one
/// called `general`. Rows are put in canonical order, so their order in the files changes nothing.
/// A row that lacks what it needs, or names a purchase that is not there, is left out and reported.
/// A value that cannot be read, is out of range, or names an unknown context is an error (BadInput)
/// of one line, unless `max_rejects` lets its row be left out; one row more than that is the error.
/// Who is named in a row left out is a person of the network all the same. O(rows log rows).
Network load_network(const StudyTables& study, LoadReport& report);

}  // namespace grapevine
