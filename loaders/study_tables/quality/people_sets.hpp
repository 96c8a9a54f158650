#pragma once
#include <cstdint>
#include <vector>

#include "engine/network/network.hpp"
#include "loaders/study_tables/identities.hpp"

namespace grapevine {

/// A set of people or contexts, by place.
using Places = std::vector<std::uint8_t>;

/// Which people each table names in rows that are used, after merging.
struct PeopleSets {
  PeopleSets(const StudyRows& tables, const Identities& ids, const Network& network);

  Places listed;  ///< In the people table.
  Places in_ties;
  Places purchase;
  Places refer;     ///< From whom touches are.
  Places referred;  ///< To whom touches are, by name or by purchase.
  Places speak;     ///< In events, surveys, mentions or contributions.
};

std::int64_t size_of(const Places& places);
std::int64_t size_of_both(const Places& a, const Places& b);
Places either(const Places& a, const Places& b);

}  // namespace grapevine
