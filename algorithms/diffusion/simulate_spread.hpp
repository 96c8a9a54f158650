#pragma once
#include <memory>
#include <span>
#include <vector>

#include "algorithms/diffusion/run_sums.hpp"
#include "algorithms/diffusion/tie_chances.hpp"

namespace grapevine {

/// Who has been met, by one bit each; forgotten in time proportional to who was.
class MeetingMarks {
 public:
  explicit MeetingMarks(NodeId nodes) : words_(nodes / 64 + 1) {}

  /// Whether v had not been met before.
  bool meet(NodeId v) {
    std::uint64_t& word = words_[v / 64];
    const std::uint64_t bit = std::uint64_t{1} << (v % 64);
    const bool first = (word & bit) == 0;
    word |= bit;
    return first;
  }
  bool has_met(NodeId v) const { return (words_[v / 64] >> (v % 64) & 1) != 0; }
  void unmeet(NodeId v) { words_[v / 64] &= ~(std::uint64_t{1} << (v % 64)); }
  void forget(std::span<const NodeId> met) {
    for (const NodeId v : met) words_[v / 64] = 0;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// Cascades of one thread, one after another.
class Cascade {
 public:
  /// `chances` must outlive it.
  Cascade(const TieChances& chances, CascadeModel model);

  /// All who are reached, the seeds first, in the order in which they are; valid until the next
  /// call. O(reached + their out-ties; with equal chances their out-ties that let pass).
  std::span<const NodeId> run(std::span<const NodeId> seeds, FastRandom& random);

 private:
  void try_ties(FastRandom& random);
  void fill_thresholds(FastRandom& random);
  void add_weight(NodeId v, double weight, FastRandom& random);

  const TieChances& chances_;
  CascadeModel model_;
  MeetingMarks reached_marks_;
  std::vector<NodeId> reached_;
  // Of linear thresholds: what each still lacks, and whose were drawn.
  MeetingMarks drawn_marks_;
  std::vector<NodeId> drawn_;
  std::vector<double> lacking_;
};

struct SpreadEstimate {
  RunMean people;  ///< Reached, the seeds included.
  RunMean value;   ///< What they are worth together; with no values given, their number.
  std::uint64_t runs = 0;
  std::uint64_t tries = 0;                   ///< Out-ties of all who were reached in all runs.
  std::vector<std::uint64_t> times_reached;  ///< Of each person, in how many runs.
};

/// Simulates `runs` cascades from the seeds (>= 1 run; the same seed twice counts once). Each block
/// of 64 runs has random numbers of its own, so the thread count changes no bit. O(runs x what a
/// cascade takes), extra memory O(nodes) a thread.
SpreadEstimate simulate_spread(const TieChances& chances, CascadeModel model,
                               std::span<const NodeId> seeds, std::uint64_t runs,
                               std::uint64_t seed, std::span<const double> values = {});

/// Bytes that `simulate_spread` holds on so many threads.
std::uint64_t simulate_spread_bytes(const GraphSize& size, std::size_t threads);

}  // namespace grapevine
