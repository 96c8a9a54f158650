#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"

namespace grapevine {

/// When one person entered one context: the time of their acquisition there.
struct Entry {
  ContextId context;
  NodeId person;
  Time time;
};

/// Who entered which context when, and in what company.
class Entries {
 public:
  /// `group` tells for each person whom they are compared with (a village, a market); empty: with
  /// everybody. O(n log n).
  Entries(const Journeys& journeys, NodeId num_people, std::vector<std::uint32_t> group = {});

  /// The contexts that a person entered, ascending.
  std::span<const Entry> of(NodeId person) const;

  /// Of the others of the person's group who entered the context at a different time, the share
  /// that came earlier: what chance would give a helper drawn from them. Nothing when there are
  /// none. O(log n).
  std::optional<double> earlier_share(const Entry& entry) const;

 private:
  struct Company {
    ContextId context;
    std::uint32_t group;
    Time time;
    auto operator<=>(const Company&) const = default;
  };
  std::uint32_t group_of(NodeId person) const { return group_.empty() ? 0 : group_[person]; }

  std::vector<Entry> by_person_;
  std::vector<std::size_t> first_;  ///< Where each person's entries begin.
  std::vector<Company> company_;    ///< Sorted: a context's group is one stretch, by time.
  std::vector<std::uint32_t> group_;
};

/// The group of each person by a column of the people table: people of equal text are together, who
/// has none with the others who have none. Errors: InvalidOption, naming the columns there are.
std::vector<std::uint32_t> groups_by(const Network& network, std::string_view people_column);

}  // namespace grapevine
