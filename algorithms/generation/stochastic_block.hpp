#pragma once
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine/registry/generator.hpp"

namespace grapevine {

struct StochasticBlockOptions {
  std::uint64_t blocks = 10;
  std::uint64_t block_size = 100;
  std::vector<std::string> sizes;
  double within = 0.1;
  double between = 0.01;
  std::vector<std::string> probabilities;
  bool directed = true;
  std::uint64_t seed = 0;  ///< Not a field: every command has --seed.

  static constexpr auto fields() {
    using O = StochasticBlockOptions;
    return std::tuple{
        field("blocks", &O::blocks, "How many blocks", 1, 100'000),
        field("block_size", &O::block_size, "Nodes of each block", 1, 0x1p32),
        field("sizes", &O::sizes, "Nodes of each block, in place of the two above: 100,50,50"),
        field("within", &O::within, "Chance of a tie inside a block", 0.0, 1.0),
        field("between", &O::between, "Chance of a tie to another block", 0.0, 1.0),
        field("probabilities", &O::probabilities,
              "In place of the two above: a matrix by rows, from each block to each"),
        field("directed", &O::directed,
              "Draw each pair both ways; else once, from the lower id to the higher")};
  }
};

inline constexpr GeneratorDoc kStochasticBlockDoc{
    .name = "sbm",
    .summary = "Stochastic block model: chances of ties by the blocks of their two ends.",
    .complexity = "Time O(arcs + pairs of blocks), memory O(pairs of blocks)",
    .reference =
        "Holland, Laskey, Leinhardt 1983, Stochastic Blockmodels: First Steps; skips as "
        "Batagelj, Brandes 2005, Efficient Generation of Large Random Networks",
    .example = "--blocks 100 --block_size 1000 --within 0.01 --between 0.0001"};

/// Each pair of different nodes is a tie on its own with the chance of its blocks; ids go block by
/// block. Pairs without a tie are skipped by geometric draws, so the time is that of the ties.
/// Memory is O(blocks) without a matrix. Errors: InvalidOption for a size or probability that is
/// none, a matrix of the wrong size, one that is not symmetric though `directed` is false, more
/// than 2^32 nodes.
std::unique_ptr<const ArcSource> stochastic_block(const StochasticBlockOptions& options = {});

}  // namespace grapevine
