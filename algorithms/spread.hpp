#pragma once
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// A value per person, repeated for every context: one per row of the score table.
template <class T>
std::vector<T> spread_over_contexts(const Network& network, const std::vector<T>& by_person) {
  std::vector<T> rows;
  rows.reserve(network.num_rows());
  for (ContextId c = 0; c < network.num_contexts(); ++c)
    rows.insert(rows.end(), by_person.begin(), by_person.end());
  return rows;
}

}  // namespace grapevine
