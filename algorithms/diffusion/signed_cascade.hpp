#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/diffusion/simulate_spread.hpp"

namespace grapevine {

/// Cascades in which people speak for or against, one after another, of one thread (the
/// polarity-related independent cascade of Li, Xu, Chakraborty, Gupta, Sycara, Li 2014, Polarity
/// Related Influence Maximization in Signed Social Networks). Who has it tries once along each
/// out-tie in the next step, with the tie's chance; who is reached takes the opinion of who reaches
/// them, or the opposite along a tie of sign -1. Of those who reach somebody in the same step one,
/// all alike, decides. Nobody changes an opinion once taken. Detractors speak against, whoever
/// reaches them, and as seeds, too; other seeds speak for.
class SignedCascade {
 public:
  /// Both must outlive it; `detractors` of each person, empty: nobody. Ties of sign -1 pass with
  /// the chances that they have there.
  SignedCascade(const TieChances& chances, const std::vector<bool>& detractors);

  /// All who are reached, the seeds first, in the order of steps; valid until the next call.
  std::span<const NodeId> run(std::span<const NodeId> seeds, FastRandom& random);

  /// 1 or -1, of who was reached in the last run.
  int opinion(NodeId v) const { return opinion_[v]; }

 private:
  void take_step(std::size_t begin, FastRandom& random);
  std::int8_t taken(NodeId v, int opinion) const {
    return static_cast<std::int8_t>(!detractors_.empty() && detractors_[v] ? -1 : opinion);
  }

  const TieChances& chances_;
  const std::vector<bool>& detractors_;
  MeetingMarks marks_;
  std::vector<NodeId> reached_;
  std::vector<std::int8_t> opinion_;
  std::vector<std::uint32_t> place_;     ///< Of who was reached, among these.
  std::vector<std::uint32_t> arrivals_;  ///< Of who was, how many reached them in their step.
};

/// Refuses detractors without signs, and signs with linear thresholds, which `model_option` names:
/// InvalidOption.
void validate_signs(bool with_signs, std::span<const std::string> detractors, CascadeModel model,
                    std::string_view model_option);

struct SignedSpreadEstimate {
  RunMean people;  ///< Who speak for, less who speak against.
  RunMean people_for, people_against;
  std::uint64_t runs = 0;
  std::vector<std::uint64_t> times_for, times_against;  ///< Of each person, in how many runs.
};

/// Simulates `runs` such cascades from the seeds (>= 1 run). Each block of 64 runs has random
/// numbers of its own, so the thread count changes no bit. O(runs x what a cascade takes), extra
/// memory O(nodes) a thread.
SignedSpreadEstimate simulate_signed_spread(const TieChances& chances,
                                            const std::vector<bool>& detractors,
                                            std::span<const NodeId> seeds, std::uint64_t runs,
                                            std::uint64_t seed);

}  // namespace grapevine
