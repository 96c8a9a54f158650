#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "study/run_study.hpp"

namespace grapevine {

/// A line of the ledger under the model that scores rest on.
struct LedgerRow {
  NodeId newcomer;
  NodeId referrer;  ///< kNoNode: nobody's.
  ContextId context;
  double share, p_type1, margin, crv;  ///< Amounts in major units; NaN where there is none.
};

/// Contexts beyond these are in the tables of results only.
inline constexpr std::size_t kContextsShown = 24;

/// What a report reads of a run's tables, by (context, person) as in Network::row, once.
struct ReportRows {
  const StudyRun& run;
  const Network& network;
  std::vector<double> margin;  ///< Realised, their own.
  /// What segments are cut by beside CRV: CLV where the study forecasts it, else `margin`.
  std::vector<double> customer_value;
  bool has_clv = false;
  std::vector<double> crv, referrals, purchases;
  std::vector<double> general_rank;  ///< 1 is the first, the same in each context.
  std::vector<std::string> segment;
  std::vector<LedgerRow> ledger;
  std::vector<ContextId> shown_contexts;  ///< Those with the largest sum of CRV, in that order.

  NodeId person(std::size_t row) const { return static_cast<NodeId>(row % network.num_people()); }
  ContextId context(std::size_t row) const {
    return static_cast<ContextId>(row / network.num_people());
  }
  std::string person_name(std::size_t row) const { return network.people->name(person(row)); }
  std::string context_of(std::size_t row) const;
};

/// O(rows of scores and credits).
ReportRows report_rows(const StudyRun& run);

/// What each newcomer brought in a context from joining on, whoever is credited with it.
std::map<std::pair<NodeId, ContextId>, double> newcomer_margins(const ReportRows& rows);

/// A value of each person over all contexts, which are all in one unit.
std::vector<double> per_person(const ReportRows& rows, const std::vector<double>& value);

/// The people with the largest value above 0, at most `most`; of equal ones those who come first.
std::vector<NodeId> first_people(const std::vector<double>& value, std::size_t most);

/// The contexts with the largest sum of `value` over rows, at most `most`, the largest first.
std::vector<ContextId> largest_contexts(const ReportRows& rows, const std::vector<double>& value,
                                        std::size_t most);

/// Rows for which `wanted(row)`, those of the largest `key(row)` first, then in their order; at
/// most `most`.
template <class Wanted, class Key>
std::vector<std::size_t> top_rows(const ReportRows& rows, std::size_t most, const Wanted& wanted,
                                  const Key& key) {
  std::vector<std::size_t> top;
  for (std::size_t row = 0; row < rows.crv.size(); ++row)
    if (wanted(row)) top.push_back(row);
  const std::size_t count = std::min(most, top.size());
  std::ranges::partial_sort(
      top, top.begin() + static_cast<std::ptrdiff_t>(count),
      [&](std::size_t a, std::size_t b) { return std::pair(-key(a), a) < std::pair(-key(b), b); });
  top.resize(count);
  return top;
}

}  // namespace grapevine
