#pragma once
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "algorithms/propagation/random_walk.hpp"

namespace grapevine {

struct IncrementalWalkOptions {
  double damping = 0.85;
  double tolerance = 1e-6;     ///< L1 distance of all scores from those of a full run.
  Sinks sinks = Sinks::Seeds;  ///< Or Absorb.
};

/// What an update did.
struct WalkUpdate {
  std::uint64_t edge_visits = 0;
  bool swept = false;  ///< Whether passes over all ties were cheaper than following the change.
  double error = 0.0;  ///< L1 distance of all scores from a full run's, at most.
};

/// The scores of one seeded walk while its graph and seeds change: people, ties and purchases come
/// and go, and only what they change is walked again.
///
/// The scores x of a walk solve x = (1 - d) s + d P'x. After a change of P or s the old x leaves a
/// residual r there, at the ends of the changed rows alone; pushing it on along ties, x gains
/// (I - d P')^-1 r (as Ohsaka, Maehara, Kawarabayashi 2015; Zhang, Lofgren, Goel 2016). Nodes with
/// the largest residual per tie go first; |r| / (1 - d) bounds the error. Where following it would
/// cost more than passes over all ties, those are made. Seeds are not divided by their sum while
/// they change, as x is linear in them: a purchase changes one seed. Sinks return to the seeds by a
/// factor alone (x then sums to 1).
///
/// Ties of sign -1 are left out. Memory: 25 bytes a node, and the changed rows.
class IncrementalWalk {
 public:
  /// `seeds`: weights >= 0, one per node. Finds the scores by a full run. The graph, which must
  /// have incoming rows, must outlive the object. Errors: InvalidOption where sinks go to all.
  IncrementalWalk(const Graph& graph, std::span<const double> seeds,
                  const IncrementalWalkOptions& options);

  NodeId num_nodes() const { return static_cast<NodeId>(seeds_.size()); }

  /// A person without ties and purchases.
  NodeId add_person();
  /// Takes away a person's ties in both directions, and purchases. O(degrees of who leads there).
  void remove_person(NodeId person);
  /// All ties from one person to another become one of this weight; 0: none. O(degree).
  void set_tie(NodeId source, NodeId target, double weight);
  /// Changes the weight of a seed by that much; what is left is not less than 0.
  void add_to_seed(NodeId person, double weight);

  /// Brings the scores up to date. They are those of before until then.
  WalkUpdate update();

  /// Share of the walk; 0 for all where no seed is left.
  double score(NodeId person) const;
  std::vector<double> scores() const;

 private:
  struct Row {
    std::vector<std::pair<NodeId, double>> ties;  ///< Target and weight.
    bool withdrawn = false;  ///< Changed since the update: what it passes on is not in `residual_`.
  };

  void run_whole();
  template <class Visit>
  void for_each_tie(NodeId source, const Visit& visit) const;
  template <class Visit>
  void for_each_share(NodeId source, const Visit& visit) const;
  Row& changed_row(NodeId source);
  void add_residual(NodeId person, double residual);
  void pass_on(NodeId person, double rank);
  void push(NodeId person);
  double push_cost(NodeId person) const;
  void push_down_to(double per_tie, double most_visits);
  void sweep();
  double residual_sum();
  double total() const;
  double error_factor() const;
  double error_of(double residual) const;
  WalkUpdate forget();

  const Graph& graph_;
  IncrementalWalkOptions options_;
  double ties_;
  std::vector<double> seeds_, rank_, residual_;
  std::vector<std::uint8_t> marks_;
  std::vector<NodeId> residents_;  ///< Who may have a residual, in the order of their coming.
  std::unordered_map<NodeId, Row> rows_;  ///< Those that differ from the graph's.
  std::vector<NodeId> withdrawn_;
  std::size_t num_seeds_ = 0;
  double seed_sum_ = 0.0, rank_sum_ = 0.0, base_error_ = 0.0;
  std::uint64_t visits_ = 0;
};

}  // namespace grapevine
