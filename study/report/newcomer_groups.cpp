#include "study/report/newcomer_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"

namespace grapevine {
namespace {

constexpr std::int64_t kFollowUpYears = 3;
constexpr int kOften = 5;  // further purchases

/// Newcomers with or without a referrer.
struct NewcomerGroup {
  std::string name;
  std::vector<double> margins;
  std::int64_t followed = 0, again = 0, often = 0;
};

double median_of(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

using Joined = std::pair<NodeId, ContextId>;

/// Purchases after joining, within the follow-up.
std::map<Joined, int> purchases_after(const ReportRows& rows) {
  std::map<Joined, Time> joined;
  for (const Acquisition& a : rows.run.journeys.acquisitions)
    joined[{a.person, a.context}] = a.time;
  std::map<Joined, int> later;
  for (const Purchase& purchase : rows.network.purchases.rows) {
    const auto at = joined.find({purchase.person, purchase.context});
    if (at == joined.end() || purchase.margin < 0) continue;
    if (purchase.time <= add_periods(at->second, Period::Year, kFollowUpYears)) ++later[at->first];
  }
  for (auto& [who, count] : later) --count;  // the purchase that they joined with
  return later;
}

double share(std::int64_t part, std::int64_t all) {
  return all == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(all);
}

Table groups_table(std::span<const NewcomerGroup> groups) {
  RowsTable<NewcomerGroup> table(groups);
  table.add({.name = "newcomers"}, [](const NewcomerGroup& g) { return g.name; })
      .add({.name = "joined"},
           [](const NewcomerGroup& g) { return static_cast<std::int64_t>(g.margins.size()); })
      .add({.name = "mean_margin", .unit = "money"},
           [](const NewcomerGroup& g) { return mean_of(g.margins); })
      .add({.name = "median_margin", .unit = "money"},
           [](const NewcomerGroup& g) { return median_of(g.margins); })
      .add({.name = "followed_3_years"}, [](const NewcomerGroup& g) { return g.followed; })
      .add({.name = "bought_again", .unit = "proportion"},
           [](const NewcomerGroup& g) { return share(g.again, g.followed); })
      .add({.name = "bought_5_times_more", .unit = "proportion"},
           [](const NewcomerGroup& g) { return share(g.often, g.followed); });
  return table.finish();
}

}  // namespace

void add_newcomer_groups(const ReportRows& rows, ReportSection& section) {
  std::vector<NewcomerGroup> groups = {{.name = "whom somebody brought"},
                                       {.name = "whom nobody is on record for"}};
  const auto margins = newcomer_margins(rows);
  const auto later = purchases_after(rows);
  for (const Acquisition& a : rows.run.journeys.acquisitions) {
    NewcomerGroup& group = groups[a.num_touches > 0 ? 0 : 1];
    const Joined who{a.person, a.context};
    group.margins.push_back(margins.at(who));
    if (add_periods(a.time, Period::Year, kFollowUpYears) > rows.network.end) continue;
    const int more = later.at(who);
    ++group.followed;
    group.again += more > 0;
    group.often += more >= kOften;
  }
  if (groups[0].margins.empty() || groups[1].margins.empty()) return;
  const double brought = share(groups[0].often, groups[0].followed),
               other = share(groups[1].often, groups[1].followed);
  std::string note = "Too few joined three years before the end to follow them.";
  if (!std::isnan(brought) && !std::isnan(other))
    note = fmt::format(
        "Of newcomers whom somebody brought {} bought five times more within three years, of the "
        "others {}. That is no effect of being brought: the two differ in other ways.",
        percent(brought), percent(other));
  section.tables.push_back({"newcomer_groups", "Are newcomers whom somebody brought worth more?",
                            std::move(note), groups_table(groups)});
}

}  // namespace grapevine
