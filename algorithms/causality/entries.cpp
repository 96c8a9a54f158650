#include "algorithms/causality/entries.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

Entries::Entries(const Journeys& journeys, NodeId num_people, std::vector<std::uint32_t> group)
    : first_(std::size_t{num_people} + 1), group_(std::move(group)) {
  for (const Acquisition& a : journeys.acquisitions) {
    by_person_.push_back({a.context, a.person, a.time});
    company_.push_back({a.context, group_of(a.person), a.time});
  }
  parallel_sort(by_person_, [](const Entry& a, const Entry& b) {
    return std::tuple(a.person, a.context) < std::tuple(b.person, b.context);
  });
  parallel_sort(company_, std::less<Company>());
  for (const Entry& entry : by_person_) ++first_[entry.person];
  exclusive_scan_in_place(std::span(first_));
}

std::span<const Entry> Entries::of(NodeId person) const {
  return std::span(by_person_).subspan(first_[person], first_[person + 1] - first_[person]);
}

std::optional<double> Entries::earlier_share(const Entry& entry) const {
  const std::uint32_t group = group_of(entry.person);
  const auto key = [](const Company& c) { return std::tuple(c.context, c.group); };
  const auto all = std::ranges::equal_range(company_, std::tuple(entry.context, group), {}, key);
  const auto same = std::ranges::equal_range(all, entry.time, {}, &Company::time);
  const auto earlier = same.begin() - all.begin(), later = all.end() - same.end();
  if (earlier + later == 0) return std::nullopt;
  return static_cast<double>(earlier) / static_cast<double>(earlier + later);
}

std::vector<std::uint32_t> groups_by(const Network& network, std::string_view people_column) {
  const auto people = network.raw_tables.find("people");
  const bool known = people != network.raw_tables.end() && people->second.has(people_column);
  if (!known)
    throw Error(ErrorCode::InvalidOption, "group",
                "the people table has no column " + in_quotes(people_column),
                people == network.raw_tables.end()
                    ? "add a people table that has it"
                    : "its columns are " + joined(people->second.column_names()));
  const auto texts = people->second.texts(people_column);
  const IdIndex names = IdIndex::from_texts(texts);
  std::vector<std::uint32_t> group(network.num_people(), kNoId);
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (const NodeId person = network.people_rows[i]; person != kNoNode && !texts[i].empty())
      group[person] = std::min(group[person], *names.find(std::string_view(texts[i])));
  return group;
}

}  // namespace grapevine
