#pragma once
#include <array>
#include <cstdint>

#include "algorithms/attribution/markov_chain.hpp"

namespace grapevine {

/// How well chains of each order foretell steps of journeys that they have not seen.
struct MarkovOrderChoice {
  std::array<double, kMaxMarkovOrder> log_likelihood{};  ///< Mean per step, of order 1, 2, 3, 4.
  int best = 1;  ///< The lowest of the orders with the highest.
};

/// Journeys are dealt to `folds`; those of each are foretold from the others, every next player,
/// conversion or failure from the players before it, by counts interpolated with those of shorter
/// histories (Witten-Bell; Bell, Cleary, Witten 1990, Text Compression). Of N equal journeys each
/// fold has floor(N / folds); the rest is dealt by (seed, names of the path), so that the order of
/// rows does not matter. Nothing to foretell: all 0, order 1. O(4 folds x steps).
MarkovOrderChoice choose_markov_order(const Paths& paths, bool nulls = true, int folds = 5,
                                      std::uint64_t seed = 0);

}  // namespace grapevine
