#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `duplicate_rows`: rows equal to an earlier one in every column of the file. They are kept.
void check_duplicate_rows(const LoadedStudy& study, QualityFindings& found);

/// `repeated_purchase_id`: purchases that bear the id of another.
void check_repeated_purchases(const LoadedStudy& study, QualityFindings& found);

/// `repeated_person`: rows of the people table whose person_id has a row already.
void check_repeated_people(const LoadedStudy& study, QualityFindings& found);

/// `contradictory_signs`: ties from one person to another of one type and context that are both +1
/// and -1.
void check_signs(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
