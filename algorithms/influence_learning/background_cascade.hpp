#pragma once
#include "algorithms/influence_learning/tie_evidence.hpp"

namespace grapevine {

/// Cascades in one action beside people who act unasked: of what they are made, and how sure that
/// is. Every tie has the same chance and mean delay.
struct BackgroundCascade {
  double chance = 0.0;           ///< That a tie carries the action over, at some time.
  double tau_days = 0.0;         ///< Mean of its exponential delay; NaN where nobody followed.
  double unasked_per_day = 0.0;  ///< Rate at which each person who has not acted does so unasked.
  double log_likelihood = 0.0;
  int iterations = 0;
  bool converged = true;
  TieEvidence evidence;  ///< Of each tie that was tried, the chance that it carried, or will.
};

struct BackgroundOptions {
  Time begin, end;  ///< When people begin to be looked at, and until when they are.
  double tolerance = 1e-7;
  int max_iterations = 2'000;
};

/// Most likely values by expectation and maximisation, whose likelihood never falls: cascades in
/// continuous time (Saito, Kimura, Ohara, Motoda 2009, Learning Continuous-Time Information
/// Diffusion Model for Social Behavioral Data Analysis) and a Poisson background, as in the
/// self-exciting processes of Veen, Schoenberg 2008, Estimation of Space-Time Branching Process
/// Models in Seismology Using an EM-Type Algorithm. Who acts was moved by one of those before them,
/// or by nobody; a tie along which nothing has come may still carry, after the end as well. The
/// mean delay is at most that of all who followed, to whom the unasked add late ones: a tie that
/// carries long after the end cannot be told from one that never does.
///
/// Ties count as in `learn_ties`; `action` is one action, within [begin, end]. What it does not see
/// is that people differ in how often they act unasked, and friends alike: likeness passes for
/// influence. Time O(out-ties of all acts + iterations x ties that were tried), serial.
BackgroundCascade learn_with_background(const GraphView& ties, std::span<const Act> action,
                                        const BackgroundOptions& options);

}  // namespace grapevine
