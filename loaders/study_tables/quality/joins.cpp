#include "loaders/study_tables/quality/joins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loaders/study_tables/quality/left_out.hpp"
#include "loaders/study_tables/quality/people_sets.hpp"

namespace grapevine {
namespace {

/// Below this share of matches a join of many ids has hardly any.
constexpr double kHardlyAny = 0.02;
constexpr std::int64_t kManyIds = 50;
/// That so few match nothing may well be so.
constexpr std::int64_t kFewIds = 10;

bool hardly_any(std::int64_t found, std::int64_t of) {
  return found == 0 ||
         (of >= kManyIds && static_cast<double>(found) < kHardlyAny * static_cast<double>(of));
}

/// Counts a join, and tells it when it is empty: `what` says then what is the matter.
void add_join(QualityFindings& found, JoinCount join, const char* table, const char* what,
              const char* to_do) {
  if (join.count == 0) return;
  if (what && hardly_any(join.found, join.count))
    found.findings.push_back(finding_of(
        {"empty_join", join.count < kFewIds ? Severity::Warning : Severity::Error, what, to_do},
        table, join.found, join.count, join.ids));
  found.joins.push_back(std::move(join));
}

void add_people_join(QualityFindings& found, const char* ids, const Places& of, const char* in,
                     const Places& others, const char* table = "", const char* what = nullptr) {
  add_join(found, {ids, in, size_of(of), size_of_both(of, others)}, table, what,
           "are these the same ids? correct them, or name another column");
}

/// Different purchase ids that touches name, and how many of them there are.
JoinCount named_purchases(const LoadedStudy& study) {
  const Network& network = study.network;
  std::vector<std::string> lost;
  for (const RejectedRow& row : study.report.rejected)
    if (row.reason == kNamesNoPurchase) lost.push_back(row.value);
  std::ranges::sort(lost);
  const auto different = std::ranges::unique(lost).begin() - lost.begin();
  Places named(network.purchases.rows.size());
  for (const Touch& t : network.touches.rows)
    if (t.purchase != kNoId) named[t.purchase] = 1;
  const std::int64_t there = size_of(named);
  return {"purchases that touches name", "purchases", there + different, there};
}

/// Contexts with at least one purchase.
Places contexts_of_purchases(const Network& network) {
  Places places(network.num_contexts());
  for (const Purchase& p : network.purchases.rows) places[p.context] = 1;
  return places;
}

}  // namespace

void check_joins(const LoadedStudy& study, QualityFindings& found) {
  const PeopleSets& sets = study.people;
  const auto given = [&](const char* table) { return study.rows(table).given(); };
  if (given("ties") && given("purchases")) {
    add_people_join(found, "people with ties", sets.in_ties, "purchases", sets.purchase, "ties",
                    "purchased anything");
    add_people_join(found, "people with purchases", sets.purchase, "ties", sets.in_ties);
  }
  if (given("touches") && given("purchases")) {
    add_people_join(found, "people who refer", sets.refer, "purchases", sets.purchase);
    add_people_join(found, "people referred", sets.referred, "purchases", sets.purchase, "touches",
                    "purchased anything, so no referral can earn");
    add_join(found, named_purchases(study), "touches", "are in the purchases table",
             "are these the same ids? correct them, or name another column");
  }
  if (given("touches") && given("ties"))
    add_people_join(found, "people who refer", sets.refer, "ties", sets.in_ties);
  if (given("people")) {
    add_people_join(found, "people with ties", sets.in_ties, "people", sets.listed, "ties",
                    "are in the people table");
    add_people_join(found, "people with purchases", sets.purchase, "people", sets.listed,
                    "purchases", "are in the people table");
    add_people_join(found, "people with touches", either(sets.refer, sets.referred), "people",
                    sets.listed, "touches", "are in the people table");
    add_people_join(found, "people with events or answers", sets.speak, "people", sets.listed,
                    "people", "are in the people table");
  }
}

void check_unknown_purchases(const LoadedStudy& study, QualityFindings& found) {
  const Rows& touches = study.rows("touches");
  Finding finding = finding_of(
      {"unknown_purchases", Severity::Warning, "left out: they name a purchase that is not there",
       "add the purchases, or correct the ids"},
      "touches", 0, 1);
  for (const RejectedRow& row : study.report.rejected) {
    if (row.reason != kNamesNoPurchase) continue;
    if (finding.count++ < 3)
      finding.examples.push_back(
          fmt::format("{}:{} {} = '{}'", row.file, row.line, row.column, row.value));
  }
  if (finding.count == 0) return;
  finding.of = touches.size();
  finding.what = counted_of(finding.count, finding.of, "rows") +
                 " left out: they name a purchase that is not there";
  found.findings.push_back(std::move(finding));
}

void check_people_not_listed(const LoadedStudy& study, QualityFindings& found) {
  if (!study.rows("people").given()) return;
  const PeopleSets& sets = study.people;
  const auto check = [&](const char* table, const Places& places) {
    const std::int64_t of = size_of(places), missing = of - size_of_both(places, sets.listed);
    if (missing > 0)
      found.findings.push_back(finding_of({"people_not_listed", Severity::Info,
                                           "not in the people table; they are scored all the same",
                                           "add them where attributes matter"},
                                          table, missing, of, "people"));
  };
  check("ties", sets.in_ties);
  check("purchases", sets.purchase);
  check("touches", either(sets.refer, sets.referred));
}

void check_people_in_no_table(const LoadedStudy& study, QualityFindings& found) {
  if (!study.rows("people").given()) return;
  const PeopleSets& sets = study.people;
  Places seen = either(either(sets.in_ties, sets.purchase), either(sets.refer, sets.referred));
  seen = either(seen, sets.speak);
  const std::int64_t of = size_of(sets.listed), idle = of - size_of_both(sets.listed, seen);
  if (idle > 0)
    found.findings.push_back(finding_of(
        {"people_in_no_table", Severity::Info, "in no other table; their scores say nothing",
         "leave them out if they are not of this study"},
        "people", idle, of, "people"));
}

void check_unknown_referrers(const LoadedStudy& study, QualityFindings& found) {
  if (!study.rows("touches").given()) return;
  const PeopleSets& sets = study.people;
  const Places known = either(either(sets.listed, sets.in_ties), either(sets.purchase, sets.speak));
  const std::int64_t of = size_of(sets.refer), lost = of - size_of_both(sets.refer, known);
  const bool others = size_of(known) > size_of_both(known, sets.referred);
  if (lost > 0 && others)
    found.findings.push_back(finding_of(
        {"unknown_referrers", Severity::Info, "in no other table", "is it the same kind of id?"},
        "touches", lost, of, "referrers"));
}

void check_idle_contexts(const LoadedStudy& study, QualityFindings& found) {
  const Network& network = study.network;
  if (!study.rows("purchases").given()) return;
  const std::int64_t of = network.num_contexts();
  const std::int64_t idle = of - size_of(contexts_of_purchases(network));
  if (idle > 0)
    found.findings.push_back(finding_of(
        {"contexts_without_purchases", Severity::Info, "without a purchase; nobody has value there",
         "leave them out, or look for their purchases"},
        study.rows("contexts").given() ? "contexts" : "purchases", idle, of, "contexts"));
}

}  // namespace grapevine
