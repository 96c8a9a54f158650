#include "loaders/study_tables/quality/checks.hpp"

#include "loaders/study_tables/quality/amounts.hpp"
#include "loaders/study_tables/quality/codes.hpp"
#include "loaders/study_tables/quality/id_space.hpp"
#include "loaders/study_tables/quality/joins.hpp"
#include "loaders/study_tables/quality/left_out.hpp"
#include "loaders/study_tables/quality/people.hpp"
#include "loaders/study_tables/quality/repeats.hpp"
#include "loaders/study_tables/quality/times.hpp"

namespace grapevine {
namespace {

constexpr QualityCheck kChecks[] = {
    {"unreadable_cells", "cells that cannot be read", check_unreadable},
    {"missing_values", "rows that lack what they need", check_missing},
    {"empty_join", "tables that share no ids, or hardly any", check_joins},
    {"id_space", "ties that name people by other ids than the purchases", check_id_space},
    {"unknown_purchases", "touches of purchases that are not there", check_unknown_purchases},
    {"contradictory_signs", "ties of both signs between the same two", check_signs},
    {"duplicate_rows", "rows that stand there twice", check_duplicate_rows},
    {"repeated_purchase_id", "purchases with one id", check_repeated_purchases},
    {"repeated_person", "people with several rows", check_repeated_people},
    {"several_payers", "people with several payers", check_several_payers},
    {"touch_after_purchase", "touches after what they brought", check_late_touches},
    {"ends_before_start", "ties and touches that end before they begin", check_spans},
    {"seq_against_time", "touches that seq and t put in another order", check_sequence},
    {"left_before_purchase", "people who leave before they come", check_early_leaving},
    {"outside_window", "rows outside the study's time", check_window},
    {"absurd_years", "times that cannot be", check_years},
    {"undated", "ties and touches without a time", check_undated},
    {"censored", "cells declared to mean not yet", check_censored},
    {"undeclared_code", "codes for what is not known", check_codes},
    {"placeholder_text", "names that read like nothing", check_placeholders},
    {"mixed_signs", "purchases below zero, or all of them zero", check_values},
    {"negative_costs", "costs below zero", check_costs},
    {"unused_stance", "stances of events that never happen", check_stances},
    {"self_referral", "people who refer themselves", check_self_referrals},
    {"same_payer", "people who refer whom they pay for", check_payers},
    {"self_ties", "ties of a person with himself", check_self_ties},
    {"people_not_listed", "people whom the people table lacks", check_people_not_listed},
    {"unknown_referrers", "referrers whom no other table has", check_unknown_referrers},
    {"people_in_no_table", "people whom only the people table has", check_people_in_no_table},
    {"contexts_without_purchases", "contexts that nobody buys in", check_idle_contexts},
};

}  // namespace

std::span<const QualityCheck> quality_checks() { return kChecks; }

void check_quality(const LoadedStudy& study, LoadReport& report) {
  QualityFindings found = std::move(report.quality);  // with what loading has told already
  for (const QualityCheck& check : kChecks) check.run(study, found);
  sort_by_severity(found.findings);
  report.quality = std::move(found);
}

}  // namespace grapevine
