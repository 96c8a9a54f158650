#include "algorithms/diffusion/signed_cascade.hpp"

#include "algorithms/diffusion/live_ties.hpp"
#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/scratch_pool.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kRunsPerBlock = 64;

/// Of what runs reached.
struct Sums {
  RunSums net, for_it, against;

  void add(const Sums& other) {
    net.add(other.net);
    for_it.add(other.for_it);
    against.add(other.against);
  }
};

/// What a thread works with.
struct Scratch {
  Scratch(const TieChances& chances, const std::vector<bool>& detractors)
      : cascade(chances, detractors),
        times_for(chances.graph().num_nodes()),
        times_against(chances.graph().num_nodes()) {}

  SignedCascade cascade;
  /// Whole numbers: any order of adding is the same.
  std::vector<std::uint64_t> times_for, times_against;
};

/// Runs one cascade; how many speak for and against.
std::pair<double, double> count_run(Scratch& scratch, std::span<const NodeId> seeds,
                                    FastRandom& random) {
  double for_it = 0.0, against = 0.0;
  for (const NodeId v : scratch.cascade.run(seeds, random)) {
    const bool is_for = scratch.cascade.opinion(v) > 0;
    ++(is_for ? scratch.times_for : scratch.times_against)[v];
    ++(is_for ? for_it : against);
  }
  return {for_it, against};
}

}  // namespace

SignedCascade::SignedCascade(const TieChances& chances, const std::vector<bool>& detractors)
    : chances_(chances),
      detractors_(detractors),
      marks_(chances.graph().num_nodes()),
      opinion_(chances.graph().num_nodes()),
      place_(chances.graph().num_nodes()),
      arrivals_(chances.graph().num_nodes()) {}

std::span<const NodeId> SignedCascade::run(std::span<const NodeId> seeds, FastRandom& random) {
  marks_.forget(reached_);
  reached_.clear();
  for (const NodeId v : seeds)
    if (marks_.meet(v)) {
      reached_.push_back(v);
      place_[v] = 0;  // of a step before any other
      opinion_[v] = taken(v, 1);
    }
  for (std::size_t begin = 0; begin < reached_.size();) {
    const std::size_t next = reached_.size();
    take_step(begin, random);
    begin = next;
  }
  return reached_;
}

/// Those reached since `begin` try.
void SignedCascade::take_step(std::size_t begin, FastRandom& random) {
  const Graph& graph = chances_.graph();
  const std::size_t end = reached_.size();
  for (std::size_t i = begin; i < end; ++i) {
    const NodeId u = reached_[i];
    const auto targets = graph.out_neighbors(u);
    const EdgeId first = graph.first_out_edge(u);
    for_each_live_out_tie(chances_, u, random, [&](std::size_t tie) {
      const NodeId v = targets[tie];
      const int opinion = opinion_[u] * graph.sign(first + tie);
      if (marks_.meet(v)) {
        place_[v] = static_cast<std::uint32_t>(reached_.size());
        reached_.push_back(v);
        arrivals_[v] = 1;
        opinion_[v] = taken(v, opinion);
      } else if (place_[v] >= end && random.below(++arrivals_[v]) == 0) {
        // Each of so many that arrived in this step was the one with the same chance.
        opinion_[v] = taken(v, opinion);
      }
    });
  }
}

SignedSpreadEstimate simulate_signed_spread(const TieChances& chances,
                                            const std::vector<bool>& detractors,
                                            std::span<const NodeId> seeds, std::uint64_t runs,
                                            std::uint64_t seed) {
  const NodeId nodes = chances.graph().num_nodes();
  ScratchPool<Scratch> pool([&] { return std::make_unique<Scratch>(chances, detractors); });
  std::vector<Sums> blocks((runs + kRunsPerBlock - 1) / kRunsPerBlock);
  for_each_block(
      runs,
      [&](std::size_t begin, std::size_t end) {
        pool.with([&](Scratch& scratch) {
          const std::size_t block = begin / kRunsPerBlock;
          FastRandom random(seed, block);
          for (std::size_t run = begin; run < end; ++run) {
            const auto [for_it, against] = count_run(scratch, seeds, random);
            blocks[block].net.add(for_it - against);
            blocks[block].for_it.add(for_it);
            blocks[block].against.add(against);
          }
        });
      },
      kRunsPerBlock);
  Sums all;
  for (const Sums& sums : blocks) all.add(sums);
  // Whole numbers: no digit is lost about a guess of 0.
  SignedSpreadEstimate estimate{.people = all.net.mean(0.0, runs),
                                .people_for = all.for_it.mean(0.0, runs),
                                .people_against = all.against.mean(0.0, runs),
                                .runs = runs,
                                .times_for = std::vector<std::uint64_t>(nodes),
                                .times_against = std::vector<std::uint64_t>(nodes)};
  for (const auto& scratch : pool.all())
    for (NodeId v = 0; v < nodes; ++v) {
      estimate.times_for[v] += scratch->times_for[v];
      estimate.times_against[v] += scratch->times_against[v];
    }
  return estimate;
}

void validate_signs(bool with_signs, std::span<const std::string> detractors, CascadeModel model,
                    std::string_view model_option) {
  if (!with_signs && !detractors.empty())
    throw Error(ErrorCode::InvalidOption, "detractors", "nobody speaks against unless signed",
                "give signed as well");
  if (with_signs && model != CascadeModel::IndependentCascade)
    throw Error(ErrorCode::InvalidOption, std::string(model_option), "lt knows no signs",
                "give ic, or leave signed out");
}

}  // namespace grapevine
