#include "loaders/study_tables/quality/people.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace grapevine {
namespace {

/// Rows of touches whose ends satisfy `is_found`, which it asks for their places.
template <class IsFound>
FoundRows touches_with(const LoadedStudy& study, const IsFound& is_found) {
  const Network& network = study.network;
  const Rows& rows = study.rows("touches");
  std::vector<NodeId> buyer(network.purchase_ids.size(), kNoNode);
  for (const Purchase& p : network.purchases.rows)
    if (p.id != kNoId && buyer[p.id] == kNoNode) buyer[p.id] = p.person;
  FoundRows touches(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const std::string& id = rows.text(row, "purchase_id");
    const NodeId to = id.empty() ? study.ids.person(rows, row, "to_person")
                                 : buyer[*network.purchase_ids.find(std::string_view(id))];
    if (is_found(study.ids.person(rows, row, "from_person"), to)) touches.add(row);
  });
  return touches;
}

}  // namespace

void check_self_ties(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("ties");
  FoundRows self(rows), merged(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const std::string &src = rows.text(row, "src"), &dst = rows.text(row, "dst");
    if (src == dst)
      self.add(row, "src");
    else if (study.ids.main_identity(src) == study.ids.main_identity(dst))
      merged.add(row, "src");
  });
  self.report({"self_ties", Severity::Info, "join a person with himself; a walk may stay there",
               "remove them unless they mean something"},
              found);
  merged.report({"merged_ties", Severity::Info,
                 "join a person with himself, because same_as makes their ends one",
                 "remove them unless they mean something"},
                found);
}

void check_self_referrals(const LoadedStudy& study, QualityFindings& found) {
  touches_with(study, [](NodeId from, NodeId to) { return from == to; })
      .report({"self_referral", Severity::Warning, "from a person to himself; they earn nothing",
               "correct the ids, or leave them"},
              found);
}

void check_payers(const LoadedStudy& study, QualityFindings& found) {
  const auto& payer = study.network.payer;
  if (payer.empty()) return;
  touches_with(study,
               [&](NodeId from, NodeId to) {
                 return from != to && payer[from] != kNoId && payer[from] == payer[to];
               })
      .report({"same_payer", Severity::Info, "between people with one payer; they earn nothing",
               "no need to, unless payer_id is wrong"},
              found);
}

void check_several_payers(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("people");
  if (!rows.any("payer_id")) return;
  std::map<NodeId, std::set<std::string>> payers_of;
  FoundRows more(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const std::string& payer = study.ids.main_identity(rows.text(row, "payer_id"));
    if (payer.empty()) return;
    auto& payers = payers_of[study.ids.person(rows, row, "person_id")];
    if (payers.insert(payer).second && payers.size() > 1) more.add(row, "payer_id");
  });
  const auto several =
      std::ranges::count_if(payers_of, [](const auto& person) { return person.second.size() > 1; });
  if (several == 0) return;
  Finding finding = finding_of(
      {"several_payers", Severity::Warning,
       "with more than one payer_id; the first in order counts", "let each person have one"},
      "people", several, static_cast<std::int64_t>(payers_of.size()), "people");
  finding.examples = more.examples();
  found.findings.push_back(std::move(finding));
}

}  // namespace grapevine
