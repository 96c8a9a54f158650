#include <fmt/format.h>

#include <cmath>
#include <map>

#include "engine/base/numbers.hpp"
#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/referral_forest.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Of a person in a context: the newcomer that most of the CRV is owed to.
struct Largest {
  NodeId newcomer = kNoNode;
  double amount = 0.0;
};

std::vector<Largest> largest_introductions(const ReportRows& rows) {
  std::map<std::pair<std::size_t, NodeId>, double> by_newcomer;
  for (const LedgerRow& line : rows.ledger)
    if (line.referrer != kNoNode && !std::isnan(line.crv))
      by_newcomer[{rows.network.row(line.context, line.referrer), line.newcomer}] += line.crv;
  std::vector<Largest> largest(rows.crv.size());
  for (const auto& [key, amount] : by_newcomer)
    if (amount > largest[key.first].amount) largest[key.first] = {key.second, amount};
  return largest;
}

/// Columns that every list of people begins with.
RowsTable<std::size_t> people_table(const ReportRows& rows, std::span<const std::size_t> listed) {
  RowsTable<std::size_t> table(listed);
  table.add({.name = "person_id"}, [&](std::size_t row) { return rows.person_name(row); })
      .add({.name = "context"}, [&](std::size_t row) { return rows.context_of(row); })
      .add({.name = "crv", .unit = "money"}, [&](std::size_t row) { return rows.crv[row]; });
  return table;
}

void add_one_introduction(const ReportRows& rows, ReportSection& section) {
  const auto largest = largest_introductions(rows);
  const auto listed = top_rows(
      rows, kListed,
      [&](std::size_t row) { return rows.crv[row] > 0.0 && largest[row].newcomer != kNoNode; },
      [&](std::size_t row) { return largest[row].amount; });
  if (listed.empty()) return;
  const std::size_t first = listed.front();
  auto table = people_table(rows, listed);
  table.add({.name = "newcomers"}, [&](std::size_t row) { return rows.referrals[row]; })
      .add({.name = "largest_newcomer"},
           [&](std::size_t row) { return rows.network.people->name(largest[row].newcomer); })
      .add({.name = "of_it", .unit = "money"}, [&](std::size_t row) { return largest[row].amount; })
      .add({.name = "crv_without", .unit = "money"},
           [&](std::size_t row) { return rows.crv[row] - largest[row].amount; });
  section.tables.push_back(
      {"one_introduction", "Luck or skill: what hangs on one introduction",
       fmt::format("{} in context {} has a CRV of {}; without the one newcomer {} it is {}.",
                   rows.person_name(first), rows.context_of(first), figure(rows.crv[first]),
                   rows.network.people->name(largest[first].newcomer),
                   figure(rows.crv[first] - largest[first].amount)),
       table.finish()});
}

void add_hardly_customers(const ReportRows& rows, ReportSection& section) {
  constexpr double kHardly = 0.1;  // of the CRV is what they bought themselves
  const auto listed = top_rows(
      rows, kListed,
      [&](std::size_t row) {
        return rows.crv[row] > 0.0 && std::max(rows.margin[row], 0.0) <= kHardly * rows.crv[row];
      },
      [&](std::size_t row) { return rows.crv[row]; });
  if (listed.empty()) return;
  const std::size_t first = listed.front();
  auto table = people_table(rows, listed);
  table
      .add({.name = "own_margin", .unit = "money"},
           [&](std::size_t row) { return rows.margin[row]; })
      .add({.name = "purchases"}, [&](std::size_t row) { return rows.purchases[row]; })
      .add({.name = "newcomers"}, [&](std::size_t row) { return rows.referrals[row]; });
  section.tables.push_back(
      {"hardly_customers", "Influencers who hardly buy, or never did",
       fmt::format("{} in context {} has an own margin of {} and a CRV of {}: customer value alone "
                   "would never find people like that.",
                   rows.person_name(first), rows.context_of(first), figure(rows.margin[first]),
                   figure(rows.crv[first])),
       table.finish()});
}

void add_second_hand(const ReportRows& rows, ReportSection& section) {
  const ReferralForest forest = referral_forest(rows);
  const auto gain = [&](std::size_t row) {
    return forest.value[row] - std::max(rows.crv[row], 0.0);
  };
  const auto listed = top_rows(
      rows, kListed,
      [&](std::size_t row) {
        return static_cast<double>(forest.people[row]) > rows.referrals[row] && gain(row) > 0.0;
      },
      gain);
  if (listed.empty()) return;
  const std::size_t first = listed.front();
  auto table = people_table(rows, listed);
  table.add({.name = "newcomers"}, [&](std::size_t row) { return rows.referrals[row]; })
      .add({.name = "people_downstream"},
           [&](std::size_t row) { return static_cast<std::int64_t>(forest.people[row]); })
      .add({.name = "value_downstream", .unit = "money"},
           [&](std::size_t row) { return forest.value[row]; });
  section.tables.push_back(
      {"second_hand", "Value at second hand",
       fmt::format("From {} in context {} a tree of {} people grew, worth {}; only {} of it is the "
                   "CRV of {}, because those who came later were brought by others, who have the "
                   "credit. Nothing is counted twice; this column is no CRV and may not be added.",
                   rows.person_name(first), rows.context_of(first), forest.people[first],
                   figure(forest.value[first]), figure(rows.crv[first]), rows.person_name(first)),
       table.finish()});
}

void add_many_small(const ReportRows& rows, ReportSection& section) {
  constexpr double kMany = 5.0;
  const auto worth = [&](std::size_t row) { return rows.crv[row] / rows.referrals[row]; };
  std::vector<double> worths;
  for (std::size_t row = 0; row < rows.crv.size(); ++row)
    if (rows.referrals[row] > 0.0 && !std::isnan(rows.crv[row])) worths.push_back(worth(row));
  if (worths.empty()) return;
  const double usual = mean_of(worths);
  const auto listed = top_rows(
      rows, kListed,
      [&](std::size_t row) { return rows.referrals[row] >= kMany && worth(row) < usual; },
      [&](std::size_t row) { return rows.referrals[row]; });
  if (listed.empty()) return;
  const std::size_t first = listed.front();
  auto table = people_table(rows, listed);
  table.add({.name = "newcomers"}, [&](std::size_t row) { return rows.referrals[row]; })
      .add({.name = "crv_of_each", .unit = "money"}, worth);
  section.tables.push_back(
      {"many_small", "Many introductions, little value",
       fmt::format("{} in context {} brought in {} people, worth {} each; the mean over all who "
                   "bring somebody in is {}. Counting heads would reward this.",
                   rows.person_name(first), rows.context_of(first), figure(rows.referrals[first]),
                   figure(worth(first)), figure(usual)),
       table.finish()});
}

}  // namespace

void add_referrer_findings(const ReportRows& rows, ReportSection& section) {
  add_one_introduction(rows, section);
  add_hardly_customers(rows, section);
  add_second_hand(rows, section);
  add_many_small(rows, section);
}

}  // namespace grapevine
