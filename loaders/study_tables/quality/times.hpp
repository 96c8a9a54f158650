#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `undated`: ties or touches without a time in a table where others have one.
void check_undated(const LoadedStudy& study, QualityFindings& found);

/// `outside_window`: rows dated before the study's start or after its end, where it tells these.
void check_window(const LoadedStudy& study, QualityFindings& found);

/// `absurd_years`: rows dated before 1900 or after 2100 that are no known code.
void check_years(const LoadedStudy& study, QualityFindings& found);

/// `touch_after_purchase`: touches dated after what they are said to have brought.
void check_late_touches(const LoadedStudy& study, QualityFindings& found);

/// `ends_before_start`: ties that end, and touches that expire, before their time.
void check_spans(const LoadedStudy& study, QualityFindings& found);

/// `seq_against_time`: touches of one journey that `seq` puts in another order than `t`.
void check_sequence(const LoadedStudy& study, QualityFindings& found);

/// `left_before_purchase`: events of negative stance in a context before the person's first
/// purchase there.
void check_early_leaving(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
