#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// A tie or touch of the network that a page draws: from who influences to who is influenced.
struct ReportEdge {
  std::uint32_t from, to;  ///< Places in ReportNetwork::people.
  std::uint16_t kind;      ///< Place in ReportNetwork::kinds.
  std::int8_t sign;
  std::int32_t day;       ///< Since 1970; kNoDay: undated.
  std::uint32_t context;  ///< Place in ReportNetwork::contexts; kNoContext: none of its own.

  static constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
  static constexpr std::uint32_t kNoContext = std::numeric_limits<std::uint32_t>::max();
};

/// The ties and touches around the people that a report names.
struct ReportNetwork {
  std::vector<std::string> people;    ///< External ids.
  std::vector<std::string> kinds;     ///< "tie: TYPE" or "touch: ROLE".
  std::vector<std::string> contexts;  ///< Names of those that edges are of.
  std::vector<ReportEdge> edges;
  std::uint64_t left_out = 0;  ///< Of those around the people named, beyond the limits.
};

/// How much of a network a page can hold and draw.
struct ReportNetworkLimits {
  std::size_t edges = 30'000;
  std::size_t of_one_person = 150;
};

/// All ties and touches where they are no more than `limits.edges`; else those that touch somebody
/// of `named`, at most `limits.of_one_person` of each: touches before ties, then the heavier, then
/// in the network's order. Touches that failed or expired are left out. O(edges + named log).
ReportNetwork report_network(const Network& network, std::span<const NodeId> named,
                             const ReportNetworkLimits& limits = {});

}  // namespace grapevine
