#include "algorithms/customer_value/customer_groups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "algorithms/causality/entries.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr std::uint32_t kMostGroups = 20;

CustomerGroups referred_or_not(const ScoreInputs& inputs) {
  CustomerGroups groups{{"not referred", "referred"},
                        std::vector<std::uint32_t>(inputs.network.num_rows())};
  for (const Acquisition& a : inputs.journeys.acquisitions)
    if (a.num_touches > 0) groups.of_row[inputs.network.row(a.context, a.person)] = 1;
  return groups;
}

/// By a column of the people table; whom it says nothing of is in the first group.
CustomerGroups of_column(const Network& network, const std::string& column) {
  const auto codes = groups_by(network, column);
  const IdIndex texts = IdIndex::from_texts(network.raw_tables.at("people").texts(column));
  std::vector<std::uint32_t> used = codes;
  std::ranges::sort(used);
  used.erase(std::ranges::unique(used).begin(), used.end());
  if (!used.empty() && used.back() == kNoId) used.insert(used.begin(), kNoId), used.pop_back();
  if (used.size() > kMostGroups)
    throw Error(ErrorCode::InvalidOption, "group",
                fmt::format("{} has {} values", in_quotes(column), used.size()),
                fmt::format("name a column of at most {}", kMostGroups));
  CustomerGroups groups;
  for (const std::uint32_t code : used)
    groups.names.push_back(code == kNoId ? "not said" : texts.name(code));
  for (ContextId c = 0; c < network.num_contexts(); ++c)
    for (const std::uint32_t code : codes)
      groups.of_row.push_back(
          static_cast<std::uint32_t>(std::ranges::find(used, code) - used.begin()));
  return groups;
}

}  // namespace

CustomerGroups customer_groups(const ScoreInputs& inputs, const std::string& group) {
  if (group.empty()) return {};
  return group == "referred" ? referred_or_not(inputs) : of_column(inputs.network, group);
}

}  // namespace grapevine
