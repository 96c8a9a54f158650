#include "algorithms/generation/stochastic_block.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

enum class Shape : std::uint8_t {
  Rectangle,  ///< Every pair of a row and a column.
  Diagonal,   ///< The same nodes are rows and columns: every pair but loops.
  Triangle    ///< Every pair of two of the nodes once, the lower id as the source.
};

/// Pairs that are ties with the same chance p > 0. They are drawn in pieces, each from a stream of
/// its own, so that a piece is a pure function of its number.
struct Region {
  std::uint64_t row, rows, column, columns;
  double p;
  Shape shape;
  std::uint64_t first_piece = 0;

  std::uint64_t pairs() const {
    if (shape == Shape::Rectangle) return rows * columns;
    if (shape == Shape::Diagonal) return rows * (rows - 1);
    return rows % 2 == 0 ? rows / 2 * (rows - 1) : (rows - 1) / 2 * rows;
  }
  double expected() const { return static_cast<double>(pairs()) * p; }

  /// So many that a piece has about as many ties as a block.
  std::uint64_t pairs_of_piece() const {
    const double most = std::ceil(static_cast<double>(kArcsPerBlock) / p);
    return most < static_cast<double>(pairs()) ? static_cast<std::uint64_t>(most) : pairs();
  }
  std::uint64_t pieces() const { return pairs() == 0 ? 0 : 1 + (pairs() - 1) / pairs_of_piece(); }
};

/// The pair of `region` at a place of its order by rows (of a triangle, by columns).
void add_pair(const Region& region, std::uint64_t place, ArcBlock& arcs) {
  std::uint64_t row = 0, column = 0;
  if (region.shape == Shape::Rectangle) {
    row = place / region.columns;
    column = place % region.columns;
  } else if (region.shape == Shape::Diagonal) {
    row = place / (region.rows - 1);
    column = place % (region.rows - 1);
    if (column >= row) ++column;
  } else {
    // Column c has the places c (c - 1) / 2 and c - 1 more; the square root is off by one at most.
    const auto before = [](std::uint64_t c) {
      return c % 2 == 0 ? c / 2 * (c - 1) : (c - 1) / 2 * c;
    };
    column =
        static_cast<std::uint64_t>((1.0 + std::sqrt(1.0 + 8.0 * static_cast<double>(place))) / 2.0);
    while (before(column) > place) --column;
    while (before(column + 1) <= place) ++column;
    row = place - before(column);
  }
  arcs.add(static_cast<NodeId>(region.row + row), static_cast<NodeId>(region.column + column));
}

/// Adds the ties of one piece: gaps between ties are geometric, floor(log(1 - u) / log(1 - p)).
void add_piece(const Region& region, std::uint64_t piece, std::uint64_t seed, ArcBlock& arcs) {
  Random random(seed, region.first_piece + piece);
  const std::uint64_t size = region.pairs_of_piece(), begin = piece * size;
  const std::uint64_t count = std::min(size, region.pairs() - begin);
  const double log_none = std::log1p(-region.p);  // minus infinity when p is 1: every gap is 0
  for (std::uint64_t at = 0; at < count; ++at) {
    // All 64 bits, as small u make the small gaps of a small p; never 1, whose logarithm is none.
    const double u = std::min(static_cast<double>(random()) * 0x1p-64, 1.0 - 0x1p-53);
    const double gap = std::floor(std::log1p(-u) / log_none);
    if (gap >= static_cast<double>(count - at)) return;
    at += static_cast<std::uint64_t>(gap);
    add_pair(region, begin + at, arcs);
  }
}

/// Blocks of arcs: each piece of a large region is one, and so are small regions in a row.
struct Group {
  std::size_t first_region, end_region;
  std::uint64_t first_block;
};

class StochasticBlock : public ArcSource {
 public:
  StochasticBlock(std::vector<Region> regions, std::uint64_t nodes, std::uint64_t seed)
      : regions_(std::move(regions)), nodes_(nodes), seed_(seed) {
    double in_group = 0.0;
    std::uint64_t pieces = 0;
    for (std::size_t i = 0; i < regions_.size(); ++i) {
      Region& region = regions_[i];
      region.first_piece = pieces;
      pieces += region.pieces();
      expected_ += region.expected();
      const bool joins = !groups_.empty() && in_group < kBlockArcs && region.pieces() == 1;
      in_group = (joins ? in_group : 0.0) + (region.pieces() == 1 ? region.expected() : kBlockArcs);
      if (joins) {
        groups_.back().end_region = i + 1;
        continue;
      }
      groups_.push_back({i, i + 1, blocks_});
      blocks_ += region.pieces();
    }
  }

  std::uint64_t num_nodes() const override { return nodes_; }
  std::uint64_t num_blocks() const override { return blocks_; }
  double expected_arcs() const override { return expected_; }

  void fill(std::uint64_t block, ArcBlock& arcs) const override {
    assert(block < num_blocks());
    arcs.clear();
    const Group& group = *(std::ranges::upper_bound(groups_, block, {}, &Group::first_block) - 1);
    if (group.end_region == group.first_region + 1)
      return add_piece(regions_[group.first_region], block - group.first_block, seed_, arcs);
    for (std::size_t i = group.first_region; i < group.end_region; ++i)
      add_piece(regions_[i], 0, seed_, arcs);
  }

 private:
  static constexpr double kBlockArcs = static_cast<double>(kArcsPerBlock);

  std::vector<Region> regions_;
  std::vector<Group> groups_;
  std::uint64_t nodes_, seed_, blocks_ = 0;
  double expected_ = 0.0;
};

[[noreturn]] void refuse(std::string_view option, const std::string& what, std::string_view to_do) {
  throw Error(ErrorCode::InvalidOption, option, what, to_do);
}

/// Where each block begins, and the end of the last.
std::vector<std::uint64_t> block_starts(const StochasticBlockOptions& options) {
  std::vector<std::uint64_t> starts{0};
  const auto add = [&](std::uint64_t size) {
    starts.push_back(starts.back() + size);
    if (starts.back() > std::uint64_t{1} << 32)
      refuse("block sizes", "they make more than 4294967296 nodes", "give fewer or smaller blocks");
  };
  for (std::uint64_t i = 0; options.sizes.empty() && i < options.blocks; ++i)
    add(options.block_size);
  for (const std::string& text : options.sizes) {
    const auto size = parse_integer(text);
    if (!size || *size < 1 || *size > std::int64_t{1} << 32)
      refuse("sizes", in_quotes(text) + " is no size of a block",
             "give whole numbers from 1 to 4294967296");
    add(static_cast<std::uint64_t>(*size));
  }
  return starts;
}

/// The matrix by rows, or nothing when there is none.
std::vector<double> read_matrix(const StochasticBlockOptions& options, std::size_t blocks) {
  std::vector<double> matrix;
  if (options.probabilities.empty()) return matrix;
  if (options.probabilities.size() != blocks * blocks)
    refuse("probabilities",
           std::to_string(options.probabilities.size()) + " numbers for " + std::to_string(blocks) +
               " blocks",
           "give a row of " + std::to_string(blocks) + " numbers for each block");
  for (const std::string& text : options.probabilities) {
    const auto p = parse_double(text);
    if (!p || !(*p >= 0.0 && *p <= 1.0))
      refuse("probabilities", in_quotes(text) + " is no chance", "give numbers from 0 to 1");
    matrix.push_back(*p);
  }
  for (std::size_t i = 0; !options.directed && i < matrix.size(); ++i)
    if (matrix[i] != matrix[i % blocks * blocks + i / blocks])
      refuse("probabilities",
             "the chance from block " + std::to_string(1 + i / blocks) + " to block " +
                 std::to_string(1 + i % blocks) + " is not that of the way back",
             "give a symmetric matrix, or --directed true");
  return matrix;
}

/// Regions without a chance are left out, and undirected those below the diagonal.
class RegionList {
 public:
  RegionList(const std::vector<std::uint64_t>& starts, bool directed)
      : starts_(starts), directed_(directed) {}

  /// From block i to the blocks first .. end - 1, which all are i, or none is.
  void add(std::size_t i, std::size_t first, std::size_t end, double p) {
    if (p == 0.0 || first == end || (!directed_ && first < i)) return;
    const Shape shape = first != i  ? Shape::Rectangle
                        : directed_ ? Shape::Diagonal
                                    : Shape::Triangle;
    const Region region{.row = starts_[i],
                        .rows = starts_[i + 1] - starts_[i],
                        .column = starts_[first],
                        .columns = starts_[end] - starts_[first],
                        .p = p,
                        .shape = shape};
    if (region.pairs() > 0) regions_.push_back(region);
  }

  std::vector<Region> take() { return std::move(regions_); }

 private:
  const std::vector<std::uint64_t>& starts_;
  bool directed_;
  std::vector<Region> regions_;
};

}  // namespace

std::unique_ptr<const ArcSource> stochastic_block(const StochasticBlockOptions& options) {
  validate(options);
  const std::vector<std::uint64_t> starts = block_starts(options);
  const std::size_t blocks = starts.size() - 1;
  const std::vector<double> matrix = read_matrix(options, blocks);
  RegionList regions(starts, options.directed);
  for (std::size_t i = 0; i < blocks; ++i) {
    if (matrix.empty()) {
      regions.add(i, 0, i, options.between);
      regions.add(i, i, i + 1, options.within);
      regions.add(i, i + 1, blocks, options.between);
    }
    for (std::size_t j = 0; !matrix.empty() && j < blocks; ++j)
      regions.add(i, j, j + 1, matrix[i * blocks + j]);
  }
  return std::make_unique<StochasticBlock>(regions.take(), starts.back(), options.seed);
}

}  // namespace grapevine
