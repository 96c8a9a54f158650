#pragma once
#include <span>
#include <vector>

#include "algorithms/influence_learning/followings.hpp"
#include "algorithms/influence_learning/shrunk_rates.hpp"

namespace grapevine {

/// Delays of those who followed along one tie: how many, their sum in days and that of squares.
struct DelayTally {
  double times = 0.0, sum = 0.0, squares = 0.0;
};

/// The mean delay of each tie (tau of Goyal, Bonchi, Lakshmanan 2010, Learning Influence
/// Probabilities in Social Networks), pulled towards that of all: z of its own and 1 - z of theirs,
/// z = times / (times + K), K the variance of delays along a tie over that of means between ties
/// (Bühlmann, Straub 1970, Glaubwürdigkeit für Schadensätze). Where means differ by no more than
/// chance, or no tie was followed twice, each is that of all; NaN where nobody followed. O(n).
std::vector<double> pulled_delays(std::span<const DelayTally> tallies);

/// Adds the delays of all who followed, by EdgeId. O(followings).
void add_delays(const Followings& followings, std::vector<DelayTally>& tallies);

/// Adds, by NodeId, what each person did, and how much of it while somebody to whom they have a tie
/// had done it no longer ago than the tie's tau: the ratio is their influenceability, infl(u) of
/// the paper above. O(people + followings).
void add_influenced(const Followings& followings, std::span<const double> tau_days,
                    std::vector<Tally>& people);

/// What is left of a chance or credit after so many days: exp(-delay / tau), and 1 after none.
double left_after(double delay_days, double tau_days);

}  // namespace grapevine
