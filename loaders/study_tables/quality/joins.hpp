#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// The join report: how many of the ids in one table stand in another, both ways; and `empty_join`,
/// an error, where none or hardly any do.
void check_joins(const LoadedStudy& study, QualityFindings& found);

/// `unknown_purchases`: touches that name a purchase which is not there.
void check_unknown_purchases(const LoadedStudy& study, QualityFindings& found);

/// `people_not_listed`: people of other tables whom the people table lacks.
void check_people_not_listed(const LoadedStudy& study, QualityFindings& found);

/// `people_in_no_table`: people listed in the people table alone.
void check_people_in_no_table(const LoadedStudy& study, QualityFindings& found);

/// `unknown_referrers`: who refers and is in no other table.
void check_unknown_referrers(const LoadedStudy& study, QualityFindings& found);

/// `contexts_without_purchases`.
void check_idle_contexts(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
