#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/propagation/batched_walk.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct PageRankOptions {
  double damping = 0.85;
  double tolerance = 1e-10;
  int max_iterations = 200;
  Sinks sinks = Sinks::All;
  Precision precision = Precision::Double;

  static constexpr auto fields() {
    using O = PageRankOptions;
    return std::tuple{
        field("damping", &O::damping, "Chance of following a tie", 0.0, 1.0),
        field("tolerance", &O::tolerance,
              "L1 change of all ranks at which to stop; 0: exactly max_iterations passes", 0.0),
        field("max_iterations", &O::max_iterations, "Most passes over the ties", 1, 1e9),
        field("sinks", &O::sinks, "Where the rank of nodes without out-ties goes", kSinkNames),
        field("precision", &O::precision,
              "Of numbers; single halves the memory and errs by some 1e-7", kPrecisionNames)};
  }
};

struct PageRankResult {
  std::vector<double> rank;  ///< One per node, summing to 1 (to less when sinks absorb).
  int iterations = 0;
  double residual = 0.0;
  bool converged = false;

  static constexpr auto columns() {
    return std::tuple{column("pagerank", &PageRankResult::rank, "probability",
                             "long-run share of a random walk along ties", "ties")};
  }
  Facts facts() const;
};

/// The same walk as a column of the score table: context-free, so equal in every context.
struct GeneralRankResult {
  std::vector<double> pagerank;
  std::vector<std::int64_t> general_rank;
  Facts walk_facts;

  static constexpr auto columns() {
    using R = GeneralRankResult;
    return std::tuple{
        column("pagerank", &R::pagerank, "probability",
               "share of a random walk over all ties and touches, to the influencer; no context",
               "ties touches"),
        column("general_rank", &R::general_rank, "rank",
               "1 + people with a higher pagerank: the baseline, not the answer", "ties touches")};
  }
  Facts facts() const { return walk_facts; }
};

inline constexpr AlgorithmDoc kPageRankDoc{
    .name = "pagerank",
    .section = "pagerank",
    .summary = "Long-run share of visits a random walk along ties pays to each person.",
    .complexity = "Time O(iterations (nodes + ties)), extra memory O(nodes)",
    .reference = "Page, Brin, Motwani, Winograd 1999, The PageRank Citation Ranking",
    .memory = kWalkMemory};

/// Ties are followed in proportion to their weights. The same graph and options give the same bits
/// for any number of threads. Reaching `max_iterations` is not an error: see `converged`.
PageRankResult pagerank(const GraphView& view, const PageRankOptions& options = {});

/// PageRank of the study's referral walk and everybody's rank in it.
GeneralRankResult general_rank(const ScoreInputs& inputs, const PageRankOptions& options = {});

}  // namespace grapevine
