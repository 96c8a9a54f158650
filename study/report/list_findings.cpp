#include <fmt/format.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/names.hpp"
#include "study/report/newcomer_groups.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Of more, other attribution models are not tried for a report.
constexpr std::size_t kMostTouchesTried = 20'000;

std::size_t num_common(const std::vector<NodeId>& a, const std::vector<NodeId>& b) {
  const std::set<NodeId> among(a.begin(), a.end());
  return static_cast<std::size_t>(
      std::ranges::count_if(b, [&](NodeId p) { return among.contains(p); }));
}

void add_big_customers(const ReportRows& rows, ReportSection& section) {
  const auto listed = top_rows(
      rows, kListed,
      [&](std::size_t row) {
        return rows.margin[row] > 0.0 && !(rows.referrals[row] > 0.0) && rows.crv[row] == 0.0;
      },
      [&](std::size_t row) { return rows.margin[row]; });
  if (listed.empty()) return;
  RowsTable<std::size_t> table(listed);
  table.add({.name = "person_id"}, [&](std::size_t row) { return rows.person_name(row); })
      .add({.name = "context"}, [&](std::size_t row) { return rows.context_of(row); })
      .add({.name = "own_margin", .unit = "money"},
           [&](std::size_t row) { return rows.margin[row]; })
      .add({.name = "purchases"}, [&](std::size_t row) { return rows.purchases[row]; })
      .add({.name = "crv", .unit = "money"}, [&](std::size_t row) { return rows.crv[row]; });
  section.tables.push_back(
      {"big_customers", "Big customers who bring nobody",
       fmt::format("{} in context {} is worth {} as a customer, and no referral is on record.",
                   rows.person_name(listed.front()), rows.context_of(listed.front()),
                   figure(rows.margin[listed.front()])),
       table.finish()});
}

struct ListPair {
  std::string first, second;
  std::int64_t length, common;
};

/// What another model would credit to each person, in undiscounted margin.
std::vector<double> credited_by(const ReportRows& rows, const std::vector<double>& share) {
  const auto worth = newcomer_margins(rows);
  std::vector<double> credited(rows.network.num_people(), 0.0);
  for (const Acquisition& a : rows.run.journeys.acquisitions)
    for (std::size_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      credited[rows.run.journeys.touches[k].referrer] += share[k] * worth.at({a.person, a.context});
  return credited;
}

/// The first people by the model of the study, and by every other one that can share these journeys
/// out soon.
void add_models(const StudyFile& study, const ReportRows& rows, std::vector<ListPair>& pairs) {
  constexpr std::size_t kTop = 20;
  const Journeys& journeys = rows.run.journeys;
  if (journeys.touches.empty() || journeys.touches.size() > kMostTouchesTried) return;
  const std::string& ours = rows.run.attribution_models.front();
  const auto top = first_people(credited_by(rows, rows.run.attributions.front().share), kTop);
  for (const Algorithm& model : algorithms()) {
    const std::string name(model.doc.name);
    if (!model.on_journeys || model.doc.by_request || name == ours) continue;
    try {
      const auto share =
          model.on_journeys(journeys, options_of(study, model.doc.section, model.options));
      const auto other = first_people(credited_by(rows, share), kTop);
      pairs.push_back({"margin credited by " + ours, "margin credited by " + name,
                       static_cast<std::int64_t>(std::min(top.size(), other.size())),
                       static_cast<std::int64_t>(num_common(top, other))});
    } catch (const Error&) {  // it cannot share out such journeys: `explain` says why
    }
  }
}

void add_two_lists(const StudyFile& study, const ReportRows& rows, ReportSection& section) {
  constexpr std::size_t kTop = 50;
  const auto buyers = first_people(per_person(rows, rows.margin), kTop);
  const auto referrers = first_people(per_person(rows, rows.crv), kTop);
  std::vector<ListPair> pairs;
  const std::size_t length = std::min(buyers.size(), referrers.size());
  if (length == 0) return;
  const std::size_t common = num_common(buyers, referrers);
  pairs.push_back(
      {"own margin", "crv", static_cast<std::int64_t>(length), static_cast<std::int64_t>(common)});
  add_models(study, rows, pairs);
  RowsTable<ListPair> table(pairs);
  table.add({.name = "first_by"}, [](const ListPair& p) { return p.first; })
      .add({.name = "and_by"}, [](const ListPair& p) { return p.second; })
      .add({.name = "listed"}, [](const ListPair& p) { return p.length; })
      .add({.name = "in_both"}, [](const ListPair& p) { return p.common; });
  section.tables.push_back(
      {"two_lists", "The first of one list are not the first of the other",
       fmt::format("Of the {} who bought for most, {} are among the {} whose word brought in most. "
                   "Over all contexts.",
                   buyers.size(), common, referrers.size()),
       table.finish()});
}

/// A touch that would have made somebody a referrer, had it been believed.
struct Refused {
  const ExcludedTouch* touch;
  double worth;  ///< Of the newcomer, from joining on.
};

/// Touches that the study will not believe whatever they say: roles that are no referral, rings,
/// one payer, nobody senior. Of those that it may come to believe `trust_section` tells.
void add_refused(const StudyFile& study, const ReportRows& rows, ReportSection& section) {
  const auto& roles = rows.network.touches.roles;
  const auto worth = newcomer_margins(rows);
  std::vector<Refused> refused;
  for (const ExcludedTouch& touch : rows.run.journeys.excluded)
    if (!touch.implied &&
        (touch.reason != Exclusion::NoWeight || !is_doubted(study, roles[touch.role])))
      refused.push_back({&touch, worth.at({touch.newcomer, touch.context})});
  if (refused.empty()) return;
  std::ranges::stable_sort(refused, std::greater(), &Refused::worth);
  const auto name = [&](NodeId person) { return rows.network.people->name(person); };
  const ExcludedTouch& first = *refused.front().touch;
  const std::string note = fmt::format(
      "{} touches would have made somebody a referrer and earn nothing. The largest: {} with {} in "
      "context {}, worth {}.",
      grouped(static_cast<std::int64_t>(refused.size())), name(first.referrer),
      name(first.newcomer), context_name(rows.network, first.context),
      figure(refused.front().worth));
  refused.resize(std::min(refused.size(), kListed));
  RowsTable<Refused> table(refused);
  table.add({.name = "person_id"}, [&](const Refused& r) { return name(r.touch->referrer); })
      .add({.name = "context"},
           [&](const Refused& r) { return context_name(rows.network, r.touch->context); })
      .add({.name = "newcomer"}, [&](const Refused& r) { return name(r.touch->newcomer); })
      .add({.name = "role"}, [&](const Refused& r) { return roles[r.touch->role]; })
      .add({.name = "reason"},
           [](const Refused& r) {
             return std::string(kExclusionNames[static_cast<std::size_t>(r.touch->reason)]);
           })
      .add({.name = "worth_of_newcomer", .unit = "money"},
           [](const Refused& r) { return r.worth; });
  section.tables.push_back(
      {"refused", "Flattering stories that are not believed", note, table.finish()});
}

struct Trusted {
  NodeId person;
  std::int64_t in, out;
};

/// Distinct people at the other end of positive ties, by direction of influence.
std::vector<Trusted> tie_counts(const Network& network) {
  std::vector<Trusted> counts(network.num_people());
  const Graph& ties = network.ties;
  for (NodeId p = 0; p < counts.size(); ++p) counts[p].person = p;
  for (NodeId source = 0; source < ties.num_nodes(); ++source) {
    NodeId last = kNoNode;
    EdgeId e = ties.first_out_edge(source);
    for (const NodeId target : ties.out_neighbors(source))
      if (ties.sign(e++) > 0 && target != last && target != source) {
        ++counts[source].out;
        ++counts[target].in;
        last = target;
      }
  }
  return counts;
}

void add_trusted(const ReportRows& rows, ReportSection& section) {
  const auto margin = per_person(rows, rows.margin), crv = per_person(rows, rows.crv),
             referrals = per_person(rows, rows.referrals);
  std::vector<Trusted> counts = tie_counts(rows.network);
  std::erase_if(counts, [&](const Trusted& t) {
    return t.in + t.out == 0 || margin[t.person] != 0.0 || crv[t.person] != 0.0 ||
           referrals[t.person] > 0.0;
  });
  if (counts.empty()) return;
  std::ranges::stable_sort(counts, std::greater(), [](const Trusted& t) { return t.in + t.out; });
  counts.resize(std::min(counts.size(), kListed));
  RowsTable<Trusted> table(counts);
  table
      .add({.name = "person_id"},
           [&](const Trusted& t) { return rows.network.people->name(t.person); })
      .add({.name = "ties_from_others"}, [](const Trusted& t) { return t.in; })
      .add({.name = "ties_to_others"}, [](const Trusted& t) { return t.out; })
      .add({.name = "own_margin", .unit = "money"},
           [&](const Trusted& t) { return margin[t.person]; })
      .add({.name = "crv", .unit = "money"}, [&](const Trusted& t) { return crv[t.person]; });
  section.tables.push_back(
      {"trusted", "Well connected, no customer, no referrer",
       fmt::format("{} has {} ties from others and {} to others, and neither bought nor brought "
                   "anybody in: a score of the network alone takes such people for influencers.",
                   rows.network.people->name(counts.front().person), counts.front().in,
                   counts.front().out),
       table.finish()});
}

}  // namespace

void add_list_findings(const StudyFile& study, const ReportRows& rows, ReportSection& section) {
  add_big_customers(rows, section);
  add_two_lists(study, rows, section);
  add_trusted(rows, section);
  add_refused(study, rows, section);
  add_newcomer_groups(rows, section);
}

}  // namespace grapevine
