#pragma once
#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `self_ties`: ties of a person with himself; `merged_ties`: those that are so only because
/// same_as makes their ends one.
void check_self_ties(const LoadedStudy& study, QualityFindings& found);

/// `self_referral`: touches from a person to himself, after merging.
void check_self_referrals(const LoadedStudy& study, QualityFindings& found);

/// `same_payer`: touches between people with one payer.
void check_payers(const LoadedStudy& study, QualityFindings& found);

/// `several_payers`: people whose rows name more than one payer.
void check_several_payers(const LoadedStudy& study, QualityFindings& found);

}  // namespace grapevine
