#include "algorithms/diffusion/simulate_spread.hpp"

#include "algorithms/diffusion/live_ties.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kRunsPerBlock = 64;

double value_of(std::span<const NodeId> people, std::span<const double> values) {
  if (values.empty()) return static_cast<double>(people.size());
  double sum = 0.0;
  for (const NodeId v : people) sum += values[v];
  return sum;
}

/// Of what runs reached.
struct Sums {
  RunSums people, value;

  void add(const Sums& other) {
    people.add(other.people);
    value.add(other.value);
  }
};

/// What a thread works with.
struct Scratch {
  Scratch(const TieChances& chances, CascadeModel model)
      : cascade(chances, model), times_reached(chances.graph().num_nodes()) {}

  Cascade cascade;
  std::vector<std::uint64_t> times_reached;  ///< Whole numbers: any order of adding is the same.
  std::uint64_t tries = 0;
};

/// All runs of one estimate.
class Runs {
 public:
  Runs(const TieChances& chances, std::span<const NodeId> seeds, std::span<const double> values,
       std::uint64_t seed, std::uint64_t runs)
      : graph_(chances.graph()),
        seeds_(seeds),
        values_(values),
        seed_(seed),
        blocks_((runs + kRunsPerBlock - 1) / kRunsPerBlock) {}

  /// One run to guess from.
  void guess(Scratch& scratch) {
    FastRandom random(seed_, ~std::uint64_t{0});
    const auto reached = scratch.cascade.run(seeds_, random);
    people_guess_ = static_cast<double>(reached.size());
    value_guess_ = value_of(reached, values_);
  }

  void run_block(std::size_t begin, std::size_t end, Scratch& scratch) {
    const std::size_t block = begin / kRunsPerBlock;
    FastRandom random(seed_, block);
    for (std::size_t run = begin; run < end; ++run) {
      const auto reached = scratch.cascade.run(seeds_, random);
      for (const NodeId v : reached) {
        ++scratch.times_reached[v];
        scratch.tries += graph_.out_degree(v);
      }
      blocks_[block].people.add(static_cast<double>(reached.size()) - people_guess_);
      blocks_[block].value.add(value_of(reached, values_) - value_guess_);
    }
  }

  void add_means(SpreadEstimate& estimate) const {
    Sums all;
    for (const Sums& sums : blocks_) all.add(sums);
    estimate.people = all.people.mean(people_guess_, estimate.runs);
    estimate.value = all.value.mean(value_guess_, estimate.runs);
  }

 private:
  const Graph& graph_;
  std::span<const NodeId> seeds_;
  std::span<const double> values_;
  std::uint64_t seed_;
  double people_guess_ = 0.0, value_guess_ = 0.0;
  std::vector<Sums> blocks_;
};

}  // namespace

Cascade::Cascade(const TieChances& chances, CascadeModel model)
    : chances_(chances),
      model_(model),
      reached_marks_(chances.graph().num_nodes()),
      drawn_marks_(model == CascadeModel::LinearThreshold ? chances.graph().num_nodes() : 0),
      lacking_(model == CascadeModel::LinearThreshold ? chances.graph().num_nodes() : 0) {}

std::span<const NodeId> Cascade::run(std::span<const NodeId> seeds, FastRandom& random) {
  reached_marks_.forget(reached_);
  reached_.clear();
  for (const NodeId v : seeds)
    if (reached_marks_.meet(v)) reached_.push_back(v);
  if (model_ == CascadeModel::IndependentCascade)
    try_ties(random);
  else
    fill_thresholds(random);
  return reached_;
}

void Cascade::try_ties(FastRandom& random) {
  for (std::size_t i = 0; i < reached_.size(); ++i)
    for_each_live_target(chances_, reached_[i], random, [&](NodeId v) {
      if (reached_marks_.meet(v)) reached_.push_back(v);
    });
}

void Cascade::fill_thresholds(FastRandom& random) {
  drawn_marks_.forget(drawn_);
  drawn_.clear();
  const Graph& graph = chances_.graph();
  for (std::size_t i = 0; i < reached_.size(); ++i) {
    const auto targets = graph.out_neighbors(reached_[i]);
    for (std::size_t t = 0; t < targets.size(); ++t) {
      const NodeId v = targets[t];
      if (!reached_marks_.has_met(v)) add_weight(v, chances_.of(reached_[i], t), random);
    }
  }
}

void Cascade::add_weight(NodeId v, double weight, FastRandom& random) {
  if (drawn_marks_.meet(v)) {
    drawn_.push_back(v);
    lacking_[v] = random.uniform();
  }
  lacking_[v] -= weight;
  // A threshold lies below the sum of weights it takes: at 0 it is not passed yet.
  if (lacking_[v] < 0.0 && reached_marks_.meet(v)) reached_.push_back(v);
}

SpreadEstimate simulate_spread(const TieChances& chances, CascadeModel model,
                               std::span<const NodeId> seeds, std::uint64_t runs,
                               std::uint64_t seed, std::span<const double> values) {
  if (model == CascadeModel::LinearThreshold) chances.require_shares();
  const NodeId nodes = chances.graph().num_nodes();
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(chances, model); });
  Runs all(chances, seeds, values, seed, runs);
  pool.with([&](Scratch& scratch) { all.guess(scratch); });
  for_each_block(
      runs,
      [&](std::size_t begin, std::size_t end) {
        pool.with([&](Scratch& scratch) { all.run_block(begin, end, scratch); });
      },
      kRunsPerBlock);
  SpreadEstimate estimate{.runs = runs, .times_reached = std::vector<std::uint64_t>(nodes)};
  all.add_means(estimate);
  for (const auto& scratch : pool.all()) {
    estimate.tries += scratch->tries;
    for (NodeId v = 0; v < nodes; ++v) estimate.times_reached[v] += scratch->times_reached[v];
  }
  return estimate;
}

std::uint64_t simulate_spread_bytes(const GraphSize& size, std::size_t threads) {
  // A thread: marks, who was reached, thresholds, counts; and the counts of all.
  constexpr std::uint64_t kNode = 1 + 2 * sizeof(NodeId) + sizeof(double) + sizeof(std::uint64_t);
  return size.nodes * (kNode * threads + sizeof(std::uint64_t));
}

}  // namespace grapevine
