#pragma once
#include <array>
#include <string>
#include <vector>

#include "engine/linear/resolvent.hpp"
#include "engine/network/paths.hpp"

namespace grapevine {

inline constexpr int kMaxMarkovOrder = 4;
inline constexpr std::size_t kMaxMarkovStates = 100'000;

/// The last players met, in the order of the path; places that have none hold kNoNode.
using Gram = std::array<NodeId, kMaxMarkovOrder>;

/// Paths as a walk among the last k players met. A path shorter than k is one state of its own. A
/// path p1 ... pn enters at (p1 ... pk), goes on to (p2 ... pk+1) and so on, and leaves at its
/// last.
struct MarkovChain {
  std::vector<Gram> states;                    ///< Ascending, whatever the order of the paths.
  std::vector<double> enters;                  ///< Weight that begins in each state.
  SparseRows steps;                            ///< Chance of each next state.
  std::vector<double> weight;                  ///< Of each entry of `steps`.
  std::vector<double> converts, value, fails;  ///< Weight that ends there, and what it brings.
  std::vector<double> leaves;                  ///< All weight that leaves the state, however.
  double total = 0.0, total_conversions = 0.0, total_value = 0.0;
};

/// Each path weighs its conversions, and with `nulls` also its journeys that did not convert; paths
/// without steps or of weight 0 are left out. O(steps + states log states).
/// Errors: BadInput (more than kMaxMarkovStates states).
MarkovChain markov_chain(const Paths& paths, int order, bool nulls);

/// "ann > bob"
std::string gram_name(const Gram& gram, const IdIndex& players);

}  // namespace grapevine
