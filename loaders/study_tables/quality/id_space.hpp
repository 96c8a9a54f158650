#pragma once
#include <span>

#include "loaders/study_tables/quality/loaded_study.hpp"

namespace grapevine {

/// `id_space`, an error: ties whose ends act alike no more often than when the ids of the tie file
/// are shuffled among its people. Such a file names people by ids of another kind.
///
/// Acting alike is a purchase of the same item (column item_id), else in the same context. There
/// are 20 relabellings, the same in every run; of more than half a million ties a sample is taken,
/// and told. Ties agree when they beat the largest of these, and their mean by three standard
/// deviations: a shuffled file beats the largest alone once in 21 times. Nothing is said of ties
/// that could not beat them by that much, nor of fewer than 20 between people who act.
void check_id_space(const LoadedStudy& study, QualityFindings& found);

/// What each person acted on: of person p the places items[offsets[p]] ... in ascending order.
struct Acts {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> items;

  bool any(NodeId person) const { return offsets[person + 1] > offsets[person]; }
};

/// Acts from (person, item) pairs, each once.
Acts acts_of(std::vector<std::pair<NodeId, std::uint32_t>> pairs, NodeId num_people);

/// Whether two people acted on the same. O(min log max) of their numbers of acts.
bool alike(const Acts& acts, NodeId a, NodeId b);

/// The test itself, with ties as pairs of people. O(relabellings * ties * log acts).
IdSpaceTest test_id_space(std::span<const std::pair<NodeId, NodeId>> ties, const Acts& acts);

}  // namespace grapevine
