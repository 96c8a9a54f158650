#pragma once
#include <vector>

#include "engine/network/network.hpp"

namespace grapevine {

/// What was known of a network just before one moment, and who is who in the whole one.
struct NetworkCut {
  Network network;
  std::vector<NodeId> person;      ///< Of each person of the whole; kNoNode: not known yet.
  std::vector<ContextId> context;  ///< Of each context of the whole; kEveryContext: not yet.
  std::vector<bool> named;  ///< Of the network's people: by a row, not the people table alone.
  EdgeId undated_ties = 0;  ///< They were kept, though nothing says that they were there.
  std::size_t undated_answers = 0;  ///< Surveys and mentions, likewise.
};

/// The network of the rows dated before `time`, as if the others had never been read. People are
/// those whom the people table lists or such a row names; contexts likewise. A touch that names a
/// purchase, or the entry of a person, which is yet to come is not known either; an undated one
/// counts from that purchase or entry. A tie that ends later has not ended. Of the raw tables only
/// those of people and contexts, which have no times, are kept. Rows keep their canonical order.
/// O(n + m log m).
NetworkCut cut_at(const Network& whole, Time time);

}  // namespace grapevine
